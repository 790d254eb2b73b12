-- reminder_undeliverable: nobody reads mail at the addresses of an item's contacts
-- W tenant
-- $2 id $3 lease_token
update app.contacts c
   set deliverable = false, revision = c.revision + 1
  from app.reminders m
 where c.tenant_id = $1::uuid and m.tenant_id = $1::uuid and m.batch_id = $2::uuid
   and m.fence = $3::bigint
   and c.id = m.contact_id and c.deliverable
returning c.id, c.supplier_id, c.revision
