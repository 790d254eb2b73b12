-- risk_score_same: whether the current score says all the same already
-- R tenant
-- $2 id $3 response_id
-- $4 provisional
-- $5 numbers (jsonb: micro-points and words by column name)
-- $6 basis (jsonb: the responses it rests on) $7 model_version
-- $8 assumed (jsonb: questions that rest on a last day nobody told)
select to_jsonb(r) @> $5::jsonb and r.response_id is not distinct from $3::uuid
       and (r.cause = 'provisional') = $4::boolean and r.model_version = $7::text
       and ({{> score_basis}})::jsonb = $6::jsonb
       and jsonb_path_query_array(r.explanation::jsonb,
             '$.questions[*] ? (@.expiry_assumed == true).code') = $8::jsonb as same
  from app.risk_scores r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
