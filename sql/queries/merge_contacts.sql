-- merge_contacts: people move; those that a system sent under a number that falls silent are kept by people now
-- W tenant
-- $2 from $3 into
--   Before the numbers move. A system says with each push who all its people are: it would delete them.
update app.contacts c
   set supplier_id = $3::uuid,
       source = case when c.source in (
         select x.source from app.supplier_external_ids x
          where x.tenant_id = $1::uuid and x.supplier_id = $3::uuid) then null else c.source end,
       pushed = case when c.source in (
         select x.source from app.supplier_external_ids x
          where x.tenant_id = $1::uuid and x.supplier_id = $3::uuid) then null else c.pushed end
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid
returning c.id
