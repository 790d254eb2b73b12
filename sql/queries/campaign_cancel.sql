-- campaign_cancel: cancels many responses
-- W tenant
-- $2 ids
-- $3 reason
-- $4 now
with lapsed as (
  {{> extension_lapse}}     and x.response_id = any ($2::uuid[]))
update app.responses
   set state = 'cancelled', cancelled_at = $4::timestamptz,
       cancel_reason = normalize($3::text, NFC), revision = revision + 1,
       updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = any ($2::uuid[])
