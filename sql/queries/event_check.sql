-- event_check: verifies the next links of a chain; a row for each broken one and for the last
-- R tenant
-- $2 after
-- $3 hash (of the event before, hexadecimal)
-- $4 limit
-- $5 unread (true: what stands beside the events is not looked into, and fits nothing)
-- 22P02 internal
-- 22023 internal
--   The counter is read with the same snapshot, so a concurrent writer is no fault. An event of before
--   there were commitments was hashed with its values: its text is `personal`. What an erasure left of
--   it the hash no longer holds; the erasure itself does, as an event.
with link as (
  select v.seq, v.hash, v.links, v.erased, v.last,
         v.seq = v.seq_before + 1 as follows,
         v.prev_hash = v.hash_before as linked,
         v.hash = sha256(v.prev_hash || int8send(v.seq)
                         || convert_to(case when v.is_of_before then v.personal else v.body end, 'UTF8'))
           or (v.is_of_before and v.is_told) as intact,
         position('"id":"' || v.id || '"' in v.body) > 0
           and position('"seq":' || v.seq || ',' in v.body) > 0
           and right(v.body, length(v.type) + 10) = '"type":"' || v.type || '"}' as matches,
         v.unfit = 0 as committed,
         v.erased_by is null or v.is_told as told
    from (select p.*, count(*) over () as links, count(p.erased_by) over () as erased,
                 max(p.seq) over () as last,
                 lag(p.seq, 1, $2::bigint) over (order by p.seq) as seq_before,
                 lag(p.hash, 1, decode($3::text, 'hex')) over (order by p.seq) as hash_before,
                 coalesce(left(p.personal, 1) = '{', false) as is_of_before,
                 p.erased_by is not null and exists (
                   select from app.events t
                    where t.tenant_id = $1::uuid and t.type = 'erasure.started'
                      and position('"id":"' || p.erased_by || '"' in t.body) > 0) as is_told,
                 (select count(*)
                    from (select m.found[1] as commitment, m.n
                            from regexp_matches(p.body, '\{"sha256":"([0-9a-f]{64})"\}', 'g')
                                   with ordinality m (found, n)) c
                    full join (
                      select j.entry ->> 1 as salt, (j.entry -> 2)::text as value, j.n
                        from json_array_elements(
                               case when left(p.personal, 1) = '[' and not $5::boolean
                                    then p.personal::json end)
                               with ordinality j (entry, n)) o on o.n = c.n
                   where c.n is null or o.n is null
                      or (o.salt is null and p.erased_by is null)
                      or encode(sha256(decode(o.salt, 'hex') || convert_to(o.value, 'UTF8')), 'hex')
                         <> c.commitment) as unfit
            from (select e.seq, e.id, e.type, e.body, e.personal, e.erased_by, e.hash, e.prev_hash
                    from app.events e
                   where e.tenant_id = $1::uuid and e.seq > $2::bigint
                   order by e.seq
                   limit $4::integer) p) v)
select c.value as counter, encode(c.hash, 'hex') as counter_hash,
       l.seq, encode(l.hash, 'hex') as hash, l.links, l.erased, l.last,
       l.follows, l.linked, l.intact, l.matches, l.committed, l.told
  from app.tenant_counters c
  left join link l on l.seq = l.last
    or not (l.follows and l.linked and l.intact and l.matches and l.committed and l.told)
 where c.tenant_id = $1::uuid and c.name = 'events'
 order by l.seq
