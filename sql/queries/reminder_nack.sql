-- reminder_nack: an item that reminder_held found held was not sent: it waits, or is dead after its last try
--   What can never be sent to a contact waits for another contact or address.
-- W tenant
-- $2 id $3 pause (interval) $4 tries $5 error $6 permanent $7 now $8 lease_token
with refused as (
  update app.reminders m
     set state = case when $6::boolean and m.contact_id is not null then 'queued'
                      when $6::boolean or m.attempts >= $4::integer then 'dead'
                      else 'queued' end,
         blocker = case when $6::boolean and m.contact_id is not null then 'undeliverable' end,
         available_at = now() + $3::interval, last_error = normalize($5::text, NFC),
         revision = m.revision + 1, updated_at = $7::timestamptz
   where m.tenant_id = $1::uuid and m.batch_id = $2::uuid and m.fence = $8::bigint
  returning *)
select r.batch_id as id, r.state, case when r.state = 'queued' then r.available_at end as available_at,
       r.revision as "_revision"
  from refused r
 where r.id = r.batch_id
