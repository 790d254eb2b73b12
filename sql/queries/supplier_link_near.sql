-- supplier_link_near: suppliers that what happened at those of a step may reach next, the strongest link of each
-- R tenant
-- $2 step (ids of suppliers)
-- $3 seen (ids that were reached before, the step among them)
-- $4 now
-- $5 limit (suppliers; one more tells that there are more)
--   Networks and data join in both directions; all else reaches those who depend on it. Of one supplier 1000 links
--   of each direction are looked at.
with d as materialized (select {{> tenant_today}} as day),
reached as materialized (
  select distinct on (x.id) x.id, x.via, x.kind, x.dependency, x.penetration
    from unnest($2::uuid[]) as f (id)
   cross join d
   cross join lateral (
     (select n.to_supplier_id as id, f.id as via, n.kind, n.dependency, n.penetration
        from app.supplier_links n
       where n.tenant_id = $1::uuid and n.from_supplier_id = f.id and n.to_supplier_id is not null
         and {{> link_in_force of=n day=d.day}}
       limit 1000)
     union all
     (select n.from_supplier_id, f.id, n.kind, n.dependency, n.penetration
        from app.supplier_links n
       where n.tenant_id = $1::uuid and n.to_supplier_id = f.id and {{> link_in_force of=n day=d.day}}
         and {{> link_is_walked of=n.kind}}
       limit 1000)) x
   where x.id <> all ($3::uuid[])
   order by x.id, {{> link_is_walked of=x.kind}} desc, x.penetration desc, x.dependency desc, x.via)
select r.id, r.via, r.kind, r.dependency, r.penetration, s.name, s.status, s.band,
       s.score_micro / 1000000.0 as score, s.contacts
  from reached r
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = r.id
 order by {{> link_is_walked of=r.kind}} desc, r.penetration desc, r.dependency desc, r.id
 limit $5::integer
