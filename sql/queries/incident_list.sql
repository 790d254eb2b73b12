-- incident_list: one page of incidents
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 state $7 severity $8 attack_kind
-- $9 discovered_on_gte $10 discovered_on_lte
-- key i.id
-- sort -discovered_on: i.discovered_on desc date 'infinity'
select {{> incident_columns}},
       {{sort_value}}
  from app.incidents i
 where i.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or i.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or i.state = any ($6::text[]))
   and ($7::text[] is null or i.severity = any ($7::text[]))
   and ($8::text[] is null or i.attack_kind = any ($8::text[]))
   and ($9::date is null or i.discovered_on >= $9::date)
   and ($10::date is null or i.discovered_on <= $10::date)
 order by {{order}}
 limit $4::integer
