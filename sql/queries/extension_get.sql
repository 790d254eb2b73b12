-- extension_get: one request for a later due day; a respondent sees its own side's
-- R tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 reach (of the session of a link, else null)
-- $5 people (of a respondent's side, else null)
select {{> extension_columns}},
       x.revision || '.' || {{> supplier_mark of=r.supplier_id}} as "_etag"
  from app.extension_requests x
  join app.responses r on r.tenant_id = x.tenant_id and r.id = x.response_id
 where x.tenant_id = $1::uuid and r.tenant_id = $1::uuid and x.id = $2::uuid
   and {{> reaches_response}}
