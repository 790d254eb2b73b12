-- supplier_link_finish: links of a supplier, at either end, that hold on a day or later get it as their last one
-- W tenant
-- $2 supplier_id $3 kind $4 day $5 now
with held as materialized (
  select k.id, k.until as before
    from app.supplier_links k
   where k.tenant_id = $1::uuid and k.kind = $3::text and {{> link_in_force of=k day=$day::date}}
     and (k.from_supplier_id = $2::uuid or k.to_supplier_id = $2::uuid) and k.until is distinct from $4::date
   order by k.id
     for update of k)
update app.supplier_links k
   set until = $4::date, revision = k.revision + 1, updated_at = $5::timestamptz
  from held h
 where k.tenant_id = $1::uuid and k.id = h.id
returning k.id, k.revision, k.from_supplier_id as "from", k.to_end as "to", h.before, k.until
