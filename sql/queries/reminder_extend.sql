-- reminder_extend: the lease of an item that reminder_held found held goes on from now
-- W tenant
-- $2 id $3 lease (interval) $4 now $5 lease_token
with extended as (
  update app.reminders m
     set available_at = now() + $3::interval, revision = m.revision + 1,
         updated_at = $4::timestamptz
   where m.tenant_id = $1::uuid and m.batch_id = $2::uuid and m.fence = $5::bigint
  returning *)
select e.batch_id as id, e.fence as lease_token, e.available_at as leased_until,
       e.revision as "_revision"
  from extended e
 where e.id = e.batch_id
