-- evidence_get: one file of a response as its clients see it
-- R tenant
-- $2 response_id $3 id
-- $4 supplier_scope (of a respondent, else null) $5 reach (of the session of a link, else null)
-- $6 people (whom a respondent sees, else null) $7 codes (that it answers alone, else null) $8 now
select {{> evidence_columns}},
       e.revision || '.' || {{> tenant_today}} as "_etag",
       (select t.allow_unscanned_evidence from app.settings t where t.tenant_id = $1::uuid)
         as "_is_allowed_unscanned"
  from app.response_evidence l
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  join app.evidence e on e.tenant_id = l.tenant_id and e.id = l.evidence_id
 where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and e.tenant_id = $1::uuid
   and l.response_id = $2::uuid and l.evidence_id = $3::uuid
   and {{> reaches_response}}
   and {{> evidence_of_sections}}
