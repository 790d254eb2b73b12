-- risk_score_count: how many scores the filters of risk_score_list let through
-- R tenant
-- $2 supplier_id
-- $3 band
-- $4 tier
-- $5 cause
-- $6 model_version
-- $7 known_at
-- $8 current
select count(*) as total
  from app.risk_scores r
 where r.tenant_id = $1::uuid
   and ($2::uuid[] is null or r.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or r.band = any ($3::text[]))
   and ($4::text[] is null or r.tier = any ($4::text[]))
   and ($5::text[] is null or r.cause = any ($5::text[]))
   and ($6::text is null or r.model_version = $6::text)
   and ($7::timestamptz is null or (r.created_at <= $7::timestamptz and not exists (
         select from app.risk_scores n
          where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
            and (n.created_at, n.id) > (r.created_at, r.id)
            and n.created_at <= $7::timestamptz)))
   and ($8::boolean is null or $8::boolean = exists (
         select from app.suppliers s
          where s.tenant_id = $1::uuid and s.id = r.supplier_id and s.score_id = r.id))
