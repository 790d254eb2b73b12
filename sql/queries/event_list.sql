-- event_list: one page of the feed; a row without an event when there is none behind `after`
-- R tenant
-- durable
-- $2 after
-- $3 limit
--   The counter is read with the same snapshot: what is not in the page does not exist up to it.
select {{> event_columns}}
  from app.tenant_counters c
  left join (select v.seq, v.body, v.personal, v.erased_by, v.prev_hash, v.hash
               from (select v.*
                       from app.events v
                      where v.tenant_id = $1::uuid and v.seq > $2::bigint
                      order by v.seq
                      limit 201) v
              limit $3::integer) e on true
 where c.tenant_id = $1::uuid and c.name = 'events'
 order by e.seq
