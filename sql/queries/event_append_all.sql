-- event_append_all: as event_append, for many events at once; event_counter_follow moves the counter behind them
-- W tenant
-- in turn
-- $2 events (jsonb array of {id, type, head, tail, personal}, in their order)
-- $3 now
--   A record set reads each event once; members asked one by one read it again for each.
--   The recursion belongs to the select: a cluster forgets it where it belongs to the insert.
insert into app.events as made (tenant_id, seq, id, type, body, personal, prev_hash, hash, created_at)
with recursive counter as materialized (
  select c.value, c.hash from app.tenant_counters c
   where c.tenant_id = $1::uuid and c.name = 'events'
     for update),
draft as materialized (
  select e.place, e.id, e.type, e.head, e.tail, e.personal
    from rows from (jsonb_to_recordset($2::jsonb)
           as (id uuid, type text, head text, tail text, personal text))
         with ordinality as e (id, type, head, tail, personal, place)),
bodies as materialized (
  select array_agg(d.head order by d.place) as heads, array_agg(d.tail order by d.place) as tails,
         count(*) as number
    from draft d),
chain as (
  select 0::bigint as place, c.value as seq, null::bytea as prev_hash, c.hash from counter c
  union all
  select l.place + 1, l.seq + 1, l.hash,
         {{> event_hash before=l.hash seq=(l.seq+1) head=b.heads[l.place+1] tail=b.tails[l.place+1]}}
    from chain l cross join bodies b
   where l.place < b.number)
select $1::uuid, l.seq, d.id, d.type, d.head || l.seq::text || d.tail, d.personal, l.prev_hash, l.hash,
       $3::timestamptz
  from chain l
  join draft d on d.place = l.place
returning made.seq
