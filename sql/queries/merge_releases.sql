-- merge_releases: releases of the supplier are the survivor's
-- W tenant
-- $2 from $3 into
update app.releases r
   set supplier_id = $3::uuid, revision = r.revision + 1
 where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
returning r.id
