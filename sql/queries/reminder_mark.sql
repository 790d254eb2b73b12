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
with today as (
  select t.tenant_id, {{> tenant_day}} as day,
         c.value as seq, $4::timestamptz - interval '10 minutes' as earliest,
         $4::timestamptz + interval '10 minutes' as latest
    from app.settings t
    join app.tenant_counters c on c.tenant_id = t.tenant_id and c.name = 'events'
   where t.tenant_id = $1::uuid and c.tenant_id = $1::uuid),
stale as (
  select k.tenant_id
    from app.reminder_marks k
    join today d on d.tenant_id = k.tenant_id
   where k.tenant_id = $1::uuid
     and (k.is_full or k.day <> d.day or d.seq > k.seq + 500
          or k.checked_at < d.earliest or k.checked_at > d.latest
          or exists (select from app.events e
                      where e.tenant_id = $1::uuid and e.seq > k.seq
                        and e.type not like 'reminder.%'))
     for update of k skip locked)
update app.reminder_marks k
   set run = $2::uuid, day = d.day,
       business_day = ($6::date[])[d.day - $5::date + 1],
       seq = d.seq, is_full = false, checked_at = $4::timestamptz
  from today d
 where k.tenant_id = $1::uuid and ($3::date is not null or exists (select from stale))
