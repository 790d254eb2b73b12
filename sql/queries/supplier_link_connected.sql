-- supplier_link_connected: the suppliers that a network or data joins with this one, 500 at most
-- R tenant
-- $2 supplier_id
-- $3 now
with d as materialized (select {{> tenant_today}} as day)
select distinct x.id
  from d
 cross join lateral (
   select n.to_supplier_id as id
     from app.supplier_links n
    where n.tenant_id = $1::uuid and n.from_supplier_id = $2::uuid
      and n.to_supplier_id is not null and {{> link_connects}}
   union all
   select n.from_supplier_id
     from app.supplier_links n
    where n.tenant_id = $1::uuid and n.to_supplier_id = $2::uuid and {{> link_connects}}) x
 order by x.id
 limit 500
