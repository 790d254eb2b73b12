-- contact_say: what its system says of a contact; a member that differs from it was set by people
-- W tenant
-- $2 id
-- $3 said (jsonb)
update app.contacts set pushed = $3::jsonb where tenant_id = $1::uuid and id = $2::uuid
