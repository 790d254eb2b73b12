-- merge_find: the supplier that one was merged into
-- R tenant
-- durable
-- $2 id
select m.supplier_id
  from app.merged_suppliers m
 where m.tenant_id = $1::uuid and m.id = $2::uuid
