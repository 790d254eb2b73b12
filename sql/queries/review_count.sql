-- review_count: how many reviews the filters of review_list let through
-- R tenant
-- $2 supplier_id $3 outcome $4 performed_on_gte $5 performed_on_lte
select count(*) as total
  from app.reviews w
 where w.tenant_id = $1::uuid
   and ($2::uuid[] is null or w.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or w.outcome = any ($3::text[]))
   and ($4::date is null or w.performed_on >= $4::date)
   and ($5::date is null or w.performed_on <= $5::date)
