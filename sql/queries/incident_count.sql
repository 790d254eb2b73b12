-- incident_count: how many incidents the filters of incident_list let through
-- R tenant
-- $2 supplier_id $3 state $4 severity $5 attack_kind $6 discovered_on_gte $7 discovered_on_lte
select count(*) as total
  from app.incidents i
 where i.tenant_id = $1::uuid
   and ($2::uuid[] is null or i.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or i.state = any ($3::text[]))
   and ($4::text[] is null or i.severity = any ($4::text[]))
   and ($5::text[] is null or i.attack_kind = any ($5::text[]))
   and ($6::date is null or i.discovered_on >= $6::date)
   and ($7::date is null or i.discovered_on <= $7::date)
