-- reminder_tenants_due: tenants for which a claim is worth while, the longest waiting first; no locks
-- R admin
-- $1 now
select t.id, t.slug,
       {{> instant of=w.since}} as since
  from app.reminder_marks k
  join app.settings s on s.tenant_id = k.tenant_id
  join app.tenants t on t.id = k.tenant_id
  cross join lateral (
    select min(m.available_at) as since
      from app.reminders m
     where m.tenant_id = k.tenant_id and m.blocker is null and {{> claimable of=m}}) w
 where w.since is not null or k.is_full
    or exists (select from app.events e
                where e.tenant_id = k.tenant_id and e.seq > k.seq and e.type not like 'reminder.%')
    or k.day <> ($1::timestamptz at time zone s.time_zone)::date
 order by w.since nulls last, t.slug
