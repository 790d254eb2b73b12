-- incident_inquired: the campaign that asks those whom an incident may reach
-- W tenant
-- $2 id $3 campaign_id $4 now
update app.incidents
   set inquiry_id = $3::uuid, revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
