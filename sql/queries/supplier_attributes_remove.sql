-- supplier_attributes_remove: a supplier is found no more by values that it lost
-- W tenant
-- $2 id
delete from app.supplier_attributes x
 where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid
   and x.term not in (select a.key || ':' || a.value
                        from app.suppliers s, jsonb_each_text(s.attributes) a
                       where s.tenant_id = $1::uuid and s.id = $2::uuid)
