-- contact_touch: raises the revision after a change
-- W tenant
-- $2 id
update app.contacts set revision = revision + 1 where tenant_id = $1::uuid and id = $2::uuid
