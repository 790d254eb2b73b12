-- supplier_touch: writes what suppliers repeat of their tables; raises the revision of a change
-- W tenant
-- $2 ids
-- $3 now
-- $4 raise (1, or 0 for a row just made or not yet known to differ)
with repeated as materialized (
  select s.id,
         {{> supplier_repeated}}
    from unnest($2::uuid[]) as s (id))
update app.suppliers s
   set revision = revision + $4::integer,
       updated_at = case when $4::integer = 1 then $3::timestamptz else updated_at end,
       contacts = repeated.contacts,
       external_ids = repeated.external_ids,
       search = {{> supplier_search numbers=repeated.numbers}}
  from repeated
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.id = repeated.id
