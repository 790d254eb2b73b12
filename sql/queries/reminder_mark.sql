-- reminder_mark: opens a run of the due list when something happened since the last one
--   It did when the tenant's day is another, when an event was written that is not the queue's own,
--   when the last run stopped at its limit, or when ten minutes passed. Whoever comes while another
--   request runs does not wait: that one is doing it. Asked for a day, it always runs.
-- W tenant
-- $2 run
-- $3 as_of (null: today where the tenant is)
-- $4 now
-- $5 first_day
-- $6 business_days (date[]: for first_day and the days behind it, the last business day up to each)
update app.reminder_marks k
   set run = $2::uuid, day = {{> tenant_day}},
       -- Not by subscript: in SET that ends the backend of a Citus coordinator.
       business_day = (select b.day from unnest($6::date[]) with ordinality as b (day, place)
                        where b.place = {{> tenant_day}} - $5::date + 1),
       seq = (select c.value from app.tenant_counters c
               where c.tenant_id = $1::uuid and c.name = 'events'),
       is_full = false, checked_at = $4::timestamptz
 where k.tenant_id = $1::uuid and ($3::date is not null or k.tenant_id in (
   select m.tenant_id
     from app.reminder_marks m
    where m.tenant_id = $1::uuid
      and (m.is_full or m.day <> {{> tenant_day}}
           or m.checked_at < $4::timestamptz - interval '10 minutes'
           or m.checked_at > $4::timestamptz + interval '10 minutes'
           or m.seq + 500 < (select c.value from app.tenant_counters c
                              where c.tenant_id = $1::uuid and c.name = 'events')
           or exists (select from app.events e
                       where e.tenant_id = $1::uuid and e.seq > m.seq
                         and e.type not like 'reminder.%'))
      for update of m skip locked))
