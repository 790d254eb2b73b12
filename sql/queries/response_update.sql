-- response_update: merge patch of what the asking side may change; raises the revision
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
-- $4 due_on (of the patch)
-- $5 now
update app.responses
   set due_on = case when $3::jsonb ? 'due_on' then $4::date else due_on end,
       locale = coalesce($3::jsonb ->> 'locale', locale),
       note = case when $3::jsonb ? 'note' then normalize($3::jsonb ->> 'note', NFC) else note end,
       why = case when $3::jsonb ? 'why' then normalize($3::jsonb ->> 'why', NFC) else why end,
       revision = revision + 1, updated_at = $5::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
