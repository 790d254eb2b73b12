-- event_counter_follow: the counter stands where the feed ends, behind event_append_all
-- W tenant
--   By itself: a cluster takes no change of a second table beside a recursive query.
update app.tenant_counters t
   set value = l.seq, prev_hash = l.prev_hash, hash = l.hash
  from (select e.seq, e.prev_hash, e.hash
          from app.events e
         where e.tenant_id = $1::uuid
         order by e.seq desc
         limit 1) l
 where t.tenant_id = $1::uuid and t.name = 'events'
