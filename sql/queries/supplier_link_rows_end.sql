-- supplier_link_rows_end: links of these suppliers that their system no longer sends end yesterday; those that began later go
-- W tenant
-- $2 owners (jsonb array of {from, source})
-- $3 kept (uuid[]: what it sent)
-- $4 now
--   Its system is taken to have said so: once it sends the link again, that goes on.
with d as materialized (
  select t.day, jsonb_build_object('until', t.day) as said
    from (select {{> tenant_today}} - 1 as day) t),
owners as materialized (
  select *
    from jsonb_to_recordset($2::jsonb) as r ("from" uuid, source text)),
missing as materialized (
  select k.id
    from d, owners o
   cross join lateral (
     select n.id
       from app.supplier_links n
      where n.tenant_id = $1::uuid and n.from_supplier_id = o."from" and n.source = o.source
        and (n.until is null or n.until > d.day) and n.id <> all ($3::uuid[])) k
   order by k.id),
held as materialized (
  select k.id, k.since, k.until as before, k.revision
    from app.supplier_links k
   where k.tenant_id = $1::uuid and k.id = any (array(select id from missing))
   order by k.id
     for update of k),
gone as (
  delete from app.supplier_links k
   using held h, d
   where k.tenant_id = $1::uuid and k.id = h.id and h.since > d.day
  returning k.id, k.from_supplier_id, k.to_end, k.kind, k.revision),
ended as (
  update app.supplier_links k
     set until = d.day, pushed = k.pushed || d.said, revision = k.revision + 1,
         updated_at = $4::timestamptz
    from held h, d
   where k.tenant_id = $1::uuid and k.id = h.id and (h.since is null or h.since <= d.day)
  returning k.id, k.from_supplier_id, k.to_end, k.kind, k.revision, h.before, k.until)
select g.id, g.from_supplier_id as "from", g.to_end as "to", g.kind, g.revision, true as is_gone, null::date as before, null::date as until
  from gone g
union all
select e.id, e.from_supplier_id, e.to_end, e.kind, e.revision, false, e.before, e.until
  from ended e
 order by id
