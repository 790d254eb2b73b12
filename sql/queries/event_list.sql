-- event_list: one page of the feed; a row without an event when there is none behind `after`
-- R tenant
-- $2 after
-- $3 types
-- $4 limit
--   The counter is read with the same snapshot: what is not in the page does not exist up to it.
select c.value as last_seq, e.seq, e.body,
       encode(e.prev_hash, 'hex') as prev_hash, encode(e.hash, 'hex') as hash
  from app.tenant_counters c
  left join (select v.seq, v.body, v.prev_hash, v.hash
               from app.events v
              where v.tenant_id = $1::uuid and v.seq > $2::bigint
                and ($3::text[] is null or v.type = any ($3::text[]))
              order by v.seq
              limit $4::integer) e on true
 where c.tenant_id = $1::uuid and c.name = 'events'
 order by e.seq
