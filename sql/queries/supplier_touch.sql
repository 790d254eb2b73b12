-- supplier_touch: writes what suppliers repeat of their tables; raises the revision of a change
-- W tenant
-- $2 ids
-- $3 now
-- $4 raise (1, or 0 for a row just made or not yet known to differ)
with repeated as materialized (
  select i.id,
         (select coalesce(json_agg({{> contact_repeated}} order by c.created_at, c.id), '[]')
            from app.contacts c
           where c.tenant_id = $1::uuid and c.supplier_id = i.id) as contacts,
         (select coalesce(json_agg(json_build_object('source', x.source, 'id', x.external_id)
                   order by x.source, x.external_id), '[]')
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = i.id) as external_ids,
         (select string_agg(x.external_id, E'\n' order by x.external_id)
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = i.id) as numbers
    from unnest($2::uuid[]) as i (id))
update app.suppliers s
   set revision = revision + $4::integer,
       updated_at = case when $4::integer = 1 then $3::timestamptz else updated_at end,
       contacts = repeated.contacts,
       external_ids = repeated.external_ids,
       search = {{> supplier_search numbers=repeated.numbers}}
  from repeated
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.id = repeated.id
