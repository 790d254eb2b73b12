-- supplier_touch: writes what the supplier repeats of its tables; raises the revision of a change
-- W tenant
-- $2 id
-- $3 now
-- $4 raise (1, or 0 for a row just made or not yet known to differ)
with repeated as (
  select (select coalesce(json_agg(json_build_object('id', c.id, 'revision', c.revision,
                   'name', c.name, 'email', c.email, 'phone', c.phone, 'role', c.role,
                   'locale', c.locale, 'source', c.source, 'deliverable', c.deliverable)
                   order by c.created_at, c.id), '[]')
            from app.contacts c
           where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid) as contacts,
         (select coalesce(json_agg(json_build_object('source', x.source, 'id', x.external_id)
                   order by x.source, x.external_id), '[]')
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid) as external_ids,
         (select string_agg(x.external_id, E'\n' order by x.external_id)
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid) as numbers)
update app.suppliers s
   set revision = revision + $4::integer,
       updated_at = case when $4::integer = 1 then $3::timestamptz else updated_at end,
       contacts = repeated.contacts,
       external_ids = repeated.external_ids,
       -- Not concat_ws or array_to_string: with a column only immutable functions are allowed.
       search = (
         select {{> search_fold}}
           from (select name || coalesce(E'\n' || name_kana, '')
                   || coalesce(E'\n' || corporate_number, '')
                   || coalesce(E'\n' || (select string_agg(tag, E'\n') from unnest(tags) tag), '')
                   || coalesce(E'\n' || repeated.numbers, '') as text) plain)
  from repeated
 where s.tenant_id = $1::uuid and s.id = $2::uuid
