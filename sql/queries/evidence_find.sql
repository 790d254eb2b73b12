-- evidence_find: a file that may stand behind an answer of this response, too, and what of it is known
-- R tenant
-- $2 response_id $3 id $4 reach (of the session of a link, else null) $5 supplier_scope (of a respondent, else null)
--   Of the same supplier; whoever comes through a link reaches files of the same questionnaire.
select e.id, e.state, e.erased_at,
       exists (select from app.response_evidence l
                where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.evidence_id = $3::uuid) as is_of,
       (select count(*) from app.response_evidence l
         where l.tenant_id = $1::uuid and l.response_id = $2::uuid) as files
  from app.responses r
  join app.evidence e on e.tenant_id = r.tenant_id and e.supplier_id = r.supplier_id
 where r.tenant_id = $1::uuid and e.tenant_id = $1::uuid and r.id = $2::uuid and e.id = $3::uuid
   and {{> reaches_response}}
   and ($reach::uuid[] is null or exists (
     select from app.response_evidence l
       join app.responses o on o.tenant_id = l.tenant_id and o.id = l.response_id
      where l.tenant_id = $1::uuid and o.tenant_id = $1::uuid and l.evidence_id = $3::uuid
        and o.questionnaire_code = r.questionnaire_code))
