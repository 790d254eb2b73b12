-- measure_step: a step of a measure
-- W tenant
-- $2 id $3 state
-- $4 body (jsonb or null: notes and effect of verify, reason of cancel)
-- $5 subject $6 now
update app.measures
   set state = $3::text,
       started_at = case when $3::text in ('in_progress', 'implemented')
         then coalesce(started_at, $6::timestamptz) else started_at end,
       implemented_at = case when $3::text = 'in_progress' then null
                                      when $3::text = 'implemented' then $6::timestamptz
                                      else implemented_at end,
       verified_at = case when $3::text = 'verified' then $6::timestamptz
                                   when $3::text = 'implemented' then null
                                   else verified_at end,
       verified_by = case when $3::text = 'verified' then $5::text
                                   when $3::text = 'implemented' then null
                                   else verified_by end,
       verification_notes = case when $3::text = 'verified' then normalize($4::jsonb ->> 'notes', NFC)
                                          when $3::text = 'implemented' then null
                                          else verification_notes end,
       effect_micro = case when $3::text = 'verified'
         then coalesce(round(($4::jsonb ->> 'effect')::numeric * 1000000)::integer, effect_micro)
         else effect_micro end,
       cancelled_at = case when $3::text = 'cancelled' then $6::timestamptz else cancelled_at end,
       cancel_reason = case when $3::text = 'cancelled'
         then normalize($4::jsonb ->> 'reason', NFC) else cancel_reason end,
       reopened_at = case when $3::text = 'in_progress' then reopened_at end,
       reopened_from = case when $3::text = 'in_progress' then reopened_from end,
       reopened_by = case when $3::text = 'in_progress' then reopened_by end,
       reopened_due_on = case when $3::text = 'in_progress' then reopened_due_on end,
       revision = revision + 1, updated_at = $6::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
