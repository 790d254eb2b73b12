-- risk_score_list: one page of the scores, newest first
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id
-- $6 band
-- $7 tier
-- $8 cause
-- $9 model_version
-- $10 known_at
-- $11 current
-- key r.id
-- sort -created_at: r.created_at desc timestamptz 'infinity'
select {{> risk_score_columns}},
       {{sort_value}}
  from app.risk_scores r
 where r.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or r.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or r.band = any ($6::text[]))
   and ($7::text[] is null or r.tier = any ($7::text[]))
   and ($8::text[] is null or r.cause = any ($8::text[]))
   and ($9::text is null or r.model_version = $9::text)
   and ($10::timestamptz is null or (r.created_at <= $10::timestamptz and not exists (
         select from app.risk_scores n
          where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
            and (n.created_at, n.id) > (r.created_at, r.id)
            and n.created_at <= $10::timestamptz)))
   and ($11::boolean is null or $11::boolean = exists (
         select from app.suppliers s
          where s.tenant_id = $1::uuid and s.id = r.supplier_id and s.score_id = r.id))
 order by {{order}}
 limit $4::integer
