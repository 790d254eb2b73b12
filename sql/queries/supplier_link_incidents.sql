-- supplier_link_incidents: suppliers that one of these links joins with one that has an open incident
-- R tenant
-- $2 links (jsonb array of {from, to, kind})
with links as materialized (
  select (w.value ->> 'from')::uuid as from_id, nullif(w.value ->> 'to', 'self')::uuid as to_id
    from jsonb_array_elements($2::jsonb) as w (value)
   where w.value ->> 'to' <> 'self' and {{> link_is_walked of=w.value->>'kind'}})
select distinct x.id
  from (select l.from_id as id, l.to_id as other from links l
        union all
        select l.to_id, l.from_id from links l) x
 where exists (select from app.incidents i
                where i.tenant_id = $1::uuid and i.supplier_id = x.other and i.state = 'open')
 order by x.id
