-- evidence_detach: a file is not behind an answer any more; behind none of the response, it is not of it
-- W tenant
-- $2 response_id $3 evidence_id $4 code
with gone as (
  delete from app.response_evidence l
   where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.evidence_id = $3::uuid
     and l.codes - $4::text = '{}'
  returning l.evidence_id)
update app.response_evidence l
   set codes = l.codes - $4::text
 where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.evidence_id = $3::uuid
   and l.codes - $4::text <> '{}'
