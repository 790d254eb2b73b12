-- supplier_link_rows_find: which suppliers and which link the rows of a bulk mean
-- R tenant
-- $2 rows (jsonb array of {row, from, from_source, from_number, to, to_source, to_number, kind, item, source})
--   A number leads to a supplier, and where a row has none an id. As in supplier_rows_find each look-up is one by key.
with wanted as materialized (
  select (w.value ->> 'row')::integer as row, (w.value ->> 'from')::uuid as from_id,
         normalize(w.value ->> 'from_source', NFC) as from_source,
         normalize(w.value ->> 'from_number', NFC) as from_number,
         w.value ->> 'to' = 'self' as is_self, nullif(w.value ->> 'to', 'self')::uuid as to_id,
         normalize(w.value ->> 'to_source', NFC) as to_source, normalize(w.value ->> 'to_number', NFC) as to_number,
         w.value ->> 'kind' as kind, coalesce(normalize(w.value ->> 'item', NFC), '') as item,
         normalize(w.value ->> 'source', NFC) as source
    from jsonb_array_elements($2::jsonb) as w (value)),
ends as materialized (
  select w.row, w.kind, w.item, w.source, coalesce(w.is_self, false) as is_self, coalesce(w.from_id, f.supplier_id) as from_id,
         coalesce(w.to_id, t.supplier_id) as to_id,
         case when w.is_self then 'self' else coalesce(w.to_id, t.supplier_id)::text end as to_end
    from wanted w
    left join lateral (
      select x.supplier_id from app.supplier_external_ids x
       where x.tenant_id = $1::uuid and x.source = w.from_source and x.external_id = w.from_number
       limit 1) f on true
    left join lateral (
      select x.supplier_id from app.supplier_external_ids x
       where x.tenant_id = $1::uuid and x.source = w.to_source and x.external_id = w.to_number
       limit 1) t on true)
select e.row as _row, s.id as "from",
       case when e.is_self then 'self' else d.id::text end as "to", e.item, e.source as system,
       s.id is not null as from_found, s.status = 'archived' as from_archived,
       (select m.supplier_id from app.merged_suppliers m where m.tenant_id = $1::uuid and m.id = e.from_id) as from_merged_into,
       e.is_self or d.id is not null as to_found, d.status = 'archived' as to_archived,
       (select m.supplier_id from app.merged_suppliers m where m.tenant_id = $1::uuid and m.id = e.to_id) as to_merged_into,
       k.id, k.revision, k.source, k.pushed as said,
       case when k.id is not null
            then jsonb_build_object('dependency', k.dependency, 'penetration', k.penetration, 'since', k.since,
                                    'until', k.until) end as value
  from ends e
  left join lateral (
    select a.id, a.status from app.suppliers a
     where a.tenant_id = $1::uuid and a.id = e.from_id
     limit 1) s on true
  left join lateral (
    select a.id, a.status from app.suppliers a
     where a.tenant_id = $1::uuid and a.id = e.to_id
     limit 1) d on true
  left join lateral (
    select n.* from app.supplier_links n
     where n.tenant_id = $1::uuid and n.from_supplier_id = e.from_id and n.to_end = e.to_end and n.kind = e.kind
       and n.item = e.item
     limit 1) k on true
 order by e.row
