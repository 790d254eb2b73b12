-- supplier_attributes_add: the rows by which a supplier is found by its attributes
-- W tenant
-- $2 id
insert into app.supplier_attributes as x (tenant_id, supplier_id, term, created_at)
select s.tenant_id, s.id, a.key || ':' || a.value, s.created_at
  from app.suppliers s, jsonb_each_text(s.attributes) a
 where s.tenant_id = $1::uuid and s.id = $2::uuid
    on conflict do nothing
returning x.term
