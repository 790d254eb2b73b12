-- supplier_same_number: active suppliers with one corporate number; a look at 20 000 of them
-- R tenant
-- $2 after (a corporate number) $3 limit (of the groups)
with looked as materialized (
  select s.corporate_number as value, s.id, true as is_sign
    from app.suppliers s
   where s.tenant_id = $1::uuid and s.status = 'active' and s.corporate_number > $2::text
   order by s.corporate_number, s.id
   limit 20000),
{{> duplicate_groups most=20000}}
