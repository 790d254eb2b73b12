-- supplier_status: archives or restores; raises the revision
-- W tenant
-- $2 id
-- $3 status
-- $4 now
update app.suppliers
   set status = $3::text, archived_at = case when $3::text = 'archived' then $4::timestamptz end,
       updated_at = $4::timestamptz, revision = revision + 1
 where tenant_id = $1::uuid and id = $2::uuid
