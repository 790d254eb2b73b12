-- supplier_link_reaches_us: whether one of these suppliers is linked to the tenant itself
-- R tenant
-- $2 ids
-- $3 now
with d as materialized (select {{> tenant_today}} as day)
select exists (
         select from unnest($2::uuid[]) as f (id)
           join app.supplier_links n on n.tenant_id = $1::uuid and n.from_supplier_id = f.id
            and n.to_end = 'self'
          where {{> link_in_force of=n day=d.day}}) as reaches
  from d
