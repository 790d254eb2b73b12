-- contact_update: merge patch of a contact; a new address may be delivered to again
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.contacts
   set name = case when $3::jsonb ? 'name' then normalize($3::jsonb ->> 'name', NFC) else name end,
       deliverable = deliverable
         or ($3::jsonb ? 'email' and $3::jsonb ->> 'email' is distinct from email),
       email = case when $3::jsonb ? 'email' then $3::jsonb ->> 'email' else email end,
       phone = case when $3::jsonb ? 'phone' then $3::jsonb ->> 'phone' else phone end,
       role = case when $3::jsonb ? 'role' then normalize($3::jsonb ->> 'role', NFC) else role end,
       locale = coalesce($3::jsonb ->> 'locale', locale)
 where tenant_id = $1::uuid and id = $2::uuid
