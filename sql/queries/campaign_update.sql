-- campaign_update: merge patch of name, note and reason; raises the revision
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
-- $4 now
update app.campaigns
   set name = coalesce(normalize($3::jsonb ->> 'name', NFC), name),
       note = case when $3::jsonb ? 'note' then normalize($3::jsonb ->> 'note', NFC) else note end,
       why = case when $3::jsonb ? 'why' then normalize($3::jsonb ->> 'why', NFC) else why end,
       revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
