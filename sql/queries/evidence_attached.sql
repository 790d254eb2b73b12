-- evidence_attached: whether a file is behind an answer, and whether it was part of a submission
-- R tenant
-- $2 response_id $3 evidence_id $4 code
select coalesce((l.codes ->> $4::text)::timestamptz
         <= coalesce(r.submitted_at, (r.last_submission ->> 'at')::timestamptz), false) as was_submitted,
       (select count(*) from jsonb_object_keys(l.codes)) as codes
  from app.response_evidence l
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
 where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and l.response_id = $2::uuid
   and l.evidence_id = $3::uuid and l.codes ? $4::text
