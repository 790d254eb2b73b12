-- supplier_tags_remove: a supplier is found no more by tags that it lost
-- W tenant
-- $2 id
delete from app.supplier_tags x
 where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid
   and x.tag not in (select unnest(s.tags) from app.suppliers s
                      where s.tenant_id = $1::uuid and s.id = $2::uuid)
