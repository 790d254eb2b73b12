-- supplier_same_name: active suppliers whose names without their legal forms are one; a look at 20 000 of them
-- R tenant
-- $2 after (a folded name) $3 limit (of the groups)
with looked as materialized (
  select s.name_key as value, s.id, true as is_sign
    from app.suppliers s
   where s.tenant_id = $1::uuid and s.status = 'active' and s.name_key <> '' and s.name_key > $2::text
   order by s.name_key, s.id
   limit 20000),
{{> duplicate_groups most=20000}}
