-- merge_size: what the survivor would hold of what is bounded
-- R tenant
-- $2 from $3 into
select (select count(*) from app.supplier_external_ids x
         where x.tenant_id = $1::uuid and x.supplier_id in ($2::uuid, $3::uuid))::integer as external_ids,
       (select count(*) from app.contacts c
         where c.tenant_id = $1::uuid and (c.supplier_id = $3::uuid
            or (c.supplier_id = $2::uuid and not exists (
              select from app.contacts o
               where o.tenant_id = $1::uuid and o.supplier_id = $3::uuid
                 and o.email_key = c.email_key))))::integer as contacts,
       (select count(distinct t.tag) from app.supplier_tags t
         where t.tenant_id = $1::uuid and t.supplier_id in ($2::uuid, $3::uuid))::integer as tags
