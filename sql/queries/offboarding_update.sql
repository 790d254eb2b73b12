-- offboarding_update: an open offboarding as it is after a patch
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch) $4 due_on
-- $5 items (jsonb: every item) $6 next_due_on
update app.offboardings
   set reason = case when $3::jsonb ? 'reason' then normalize($3::jsonb ->> 'reason', NFC)
                     else reason end,
       due_on = $4::date, items = normalize($5::text, NFC)::jsonb, next_due_on = $6::date
 where tenant_id = $1::uuid and id = $2::uuid
