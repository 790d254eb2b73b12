-- review_list: one page of the reviews performed
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 outcome
-- $7 performed_on_gte $8 performed_on_lte
-- key w.id
-- sort -performed_at: w.performed_at desc timestamptz 'infinity'
select {{> review_columns}},
       {{sort_value}}
  from app.reviews w
 where w.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or w.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or w.outcome = any ($6::text[]))
   and ($7::date is null or w.performed_on >= $7::date)
   and ($8::date is null or w.performed_on <= $8::date)
 order by {{order}}
 limit $4::integer
