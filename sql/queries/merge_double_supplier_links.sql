-- merge_double_supplier_links: links that both suppliers have, and those that join the two: what stays and what goes
-- R tenant
-- $2 from $3 into
--   The survivor's stays. Of a link between the two nothing stays: nobody depends on itself.
with moved as (
  select k.id, k.revision, k.kind, k.item, k.from_supplier_id, k.to_end,
         case when k.from_supplier_id = $2::uuid then $3::uuid else k.from_supplier_id end as start,
         case when k.to_supplier_id = $2::uuid then $3::text else k.to_end end as end
    from app.supplier_links k
   where k.tenant_id = $1::uuid and (k.from_supplier_id = $2::uuid or k.to_supplier_id = $2::uuid)),
doubled as (
  select k.id as kept, o.id as other, o.revision
    from moved o
    join app.supplier_links k on k.tenant_id = $1::uuid and k.from_supplier_id = o.start
     and k.to_end = o.end and k.kind = o.kind and k.item = o.item and k.id <> o.id
   where o.start::text <> o.end)
select d.kept, d.other, d.revision from doubled d
union all
select $3::uuid, o.id, o.revision from moved o where o.start::text = o.end
 order by other
