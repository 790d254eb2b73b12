-- supplier_tags_add: the rows by which a supplier is found by its tags
-- W tenant
-- $2 id
insert into app.supplier_tags as x (tenant_id, tag, supplier_id, created_at)
select s.tenant_id, unnest(s.tags), s.id, s.created_at
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = $2::uuid
    on conflict do nothing
returning x.tag
