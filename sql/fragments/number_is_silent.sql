-- Whether the number `x` of app.supplier_external_ids changes nothing: another one of its system does.
(x.is_silent and exists (
     select from app.supplier_external_ids o
      where o.tenant_id = $1::uuid and o.supplier_id = x.supplier_id and o.source = x.source
        and not o.is_silent))
