-- override_count: how many overrides the filters of override_list let through
-- R tenant
-- $2 supplier_id $3 state $4 band $5 until_lte $6 until_gte
select count(*) as total
  from app.overrides o
 where o.tenant_id = $1::uuid
   and ($2::uuid[] is null or o.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or o.state = any ($3::text[]))
   and ($4::text[] is null or o.band = any ($4::text[]))
   and ($5::date is null or o.until <= $5::date)
   and ($6::date is null or o.until >= $6::date)
