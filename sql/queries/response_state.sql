-- response_state: a step of a response (submitted, returned, accepted, cancelled)
-- W tenant
-- $2 id
-- $3 state
-- $4 reasons (jsonb, of returned)
-- $5 message (of returned and cancelled)
-- $6 now
-- $7 due_on (of returned; null: as it is, or so late that the tenant's days for a return are left)
update app.responses
   set state = $3::text,
       first_submitted_at = case when $3::text = 'submitted'
         then coalesce(first_submitted_at, $6::timestamptz) else first_submitted_at end,
       due_on = case when $3::text = 'returned' then coalesce($7::date, greatest(due_on, (
           select {{> tenant_today}} + t.return_days
             from app.settings t
            where t.tenant_id = $1::uuid)))
         else due_on end,
       submitted_at = case $3::text when 'submitted' then $6::timestamptz
                                    when 'returned' then null else submitted_at end,
       accepted_at = case when $3::text = 'accepted' then $6::timestamptz else accepted_at end,
       cancelled_at = case when $3::text = 'cancelled' then $6::timestamptz else cancelled_at end,
       return_reasons = case $3::text when 'submitted' then '[]'::jsonb
                                      when 'returned' then normalize($4::text, NFC)::jsonb
                                      else return_reasons end,
       return_message = case $3::text when 'submitted' then null
                                      when 'returned' then normalize($5::text, NFC)
                                      else return_message end,
       cancel_reason = case when $3::text = 'cancelled' then normalize($5::text, NFC)
                            else cancel_reason end,
       revision = revision + 1, updated_at = $6::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
