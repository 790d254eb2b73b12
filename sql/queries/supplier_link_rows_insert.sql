-- supplier_link_rows_insert: links of a bulk; left out is what somebody else just made, and whose ends just went
-- W tenant
-- $2 rows (jsonb array of {id, from, to, kind, item, dependency, penetration, since, until, source})
-- $3 now
--   Ends are held first, so that one that goes meanwhile fails its row and no other.
with sent as materialized (
  select (w.value ->> 'id')::uuid as id, (w.value ->> 'from')::uuid as from_id,
         nullif(w.value ->> 'to', 'self')::uuid as to_id, w.value
    from jsonb_array_elements($2::jsonb) as w (value)),
ends as materialized (
  select s.id
    from app.suppliers s
   where s.tenant_id = $1::uuid
     and s.id = any (array(select from_id from sent union select to_id from sent where to_id is not null))
   order by s.id
     for key share)
insert into app.supplier_links as k (tenant_id, id, from_supplier_id, to_supplier_id, kind, dependency, penetration, item,
  since, until, source, pushed, created_at, updated_at)
select $1::uuid, w.id, w.from_id, w.to_id, w.value ->> 'kind', (w.value ->> 'dependency')::smallint,
       (w.value ->> 'penetration')::smallint, coalesce(w.value ->> 'item', ''), (w.value ->> 'since')::date,
       (w.value ->> 'until')::date, w.value ->> 'source',
       case when w.value ->> 'source' is not null then {{> supplier_link_said of=w.value}} end, $3::timestamptz,
       $3::timestamptz
  from (select s.*
          from sent s
         where exists (select from ends e where e.id = s.from_id)
           and (s.to_id is null or exists (select from ends e where e.id = s.to_id))
         order by s.from_id, s.to_id, s.value ->> 'kind', s.value ->> 'item') w
on conflict (tenant_id, from_supplier_id, to_end, kind, item) do nothing
returning k.id
