-- risk_score_same: whether the current score says all the same already
-- R tenant
-- $2 id $3 response_id
-- $4 numbers (jsonb: micro-points and words by column name)
-- $5 basis (jsonb: the responses it rests on) $6 model_version
-- $7 assumed (jsonb: questions that rest on a last day nobody told)
--   Whether it is provisional the caller has seen in rescore_load.
select to_jsonb(r) @> $4::jsonb and r.response_id is not distinct from $3::uuid
       and r.model_version = $6::text
       and ({{> score_basis}})::jsonb = $5::jsonb
       and jsonb_path_query_array(r.explanation::jsonb,
             '$.questions[*] ? (@.expiry_assumed == true).code') = $7::jsonb as same
  from app.risk_scores r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
