-- supplier_status: archives or restores suppliers; raises their revision
-- W tenant
-- $2 ids
-- $3 status
-- $4 now
-- $5 source (whose snapshot does not have them, or null)
update app.suppliers
   set status = $3::text, archived_at = case when $3::text = 'archived' then $4::timestamptz end,
       archived_source = $5::text, updated_at = $4::timestamptz, revision = revision + 1
 where tenant_id = $1::uuid and id = any ($2::uuid[])
