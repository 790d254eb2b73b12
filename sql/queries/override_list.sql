-- override_list: one page of overrides
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 state $7 band
-- $8 until_lte $9 until_gte
-- key o.id
-- sort -requested_at: o.requested_at desc timestamptz 'infinity'
select {{> override_columns}},
       {{sort_value}}
  from app.overrides o
 where o.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or o.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or o.state = any ($6::text[]))
   and ($7::text[] is null or o.band = any ($7::text[]))
   and ($8::date is null or o.until <= $8::date)
   and ($9::date is null or o.until >= $9::date)
 order by {{order}}
 limit $4::integer
