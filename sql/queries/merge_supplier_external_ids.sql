-- merge_supplier_external_ids: numbers lead to the survivor; silent where it has one of that system already
-- W tenant
-- $2 from $3 into
update app.supplier_external_ids x
   set supplier_id = $3::uuid,
       is_silent = x.is_silent or exists (
         select from app.supplier_external_ids o
          where o.tenant_id = $1::uuid and o.supplier_id = $3::uuid and o.source = x.source)
 where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid
returning x.source
