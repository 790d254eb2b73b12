-- reminder_held: the rows of an item, locked, and whether its lease is the caller's
-- W tenant
-- $2 id $3 lease_token
with held as (
  select m.id, m.batch_id, m.batch_size, m.fence, m.state, m.attempts
    from app.reminders m
   where m.tenant_id = $1::uuid and m.batch_id = $2::uuid and m.fence = $3::bigint
   order by m.id
     for update)
select r.id, max(h.attempts) as attempts,
       coalesce(count(h.id) = max(h.batch_size) and bool_and(h.state = 'leased'), false) as is_held
  from app.reminders r
  left join held h on h.batch_id = r.id
 where r.tenant_id = $1::uuid and r.id = $2::uuid
 group by r.id
