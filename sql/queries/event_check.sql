-- event_check: verifies the next links of a chain; a row for each broken one and for the last
-- R tenant
-- $2 after
-- $3 hash (of the event before, hexadecimal)
-- $4 limit
--   The counter is read with the same snapshot, so a concurrent writer is no fault.
with link as (
  select v.seq, v.hash, v.links, v.last,
         v.seq = v.seq_before + 1 as follows,
         v.prev_hash = v.hash_before as linked,
         v.hash = sha256(v.prev_hash || int8send(v.seq) || convert_to(v.body, 'UTF8')) as intact,
         position('"id":"' || v.id || '"' in v.body) > 0
           and position('"seq":' || v.seq || ',' in v.body) > 0
           and right(v.body, length(v.type) + 10) = '"type":"' || v.type || '"}' as matches
    from (select p.*, count(*) over () as links, max(p.seq) over () as last,
                 lag(p.seq, 1, $2::bigint) over (order by p.seq) as seq_before,
                 lag(p.hash, 1, decode($3::text, 'hex')) over (order by p.seq) as hash_before
            from (select e.seq, e.id, e.type, e.body, e.hash, e.prev_hash
                    from app.events e
                   where e.tenant_id = $1::uuid and e.seq > $2::bigint
                   order by e.seq
                   limit $4::integer) p) v)
select c.value as counter, encode(c.hash, 'hex') as counter_hash,
       l.seq, encode(l.hash, 'hex') as hash, l.links, l.last,
       l.follows, l.linked, l.intact, l.matches
  from app.tenant_counters c
  left join link l on l.seq = l.last or not (l.follows and l.linked and l.intact and l.matches)
 where c.tenant_id = $1::uuid and c.name = 'events'
 order by l.seq
