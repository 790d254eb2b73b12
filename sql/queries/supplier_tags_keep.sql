-- supplier_tags_keep: the rows by which suppliers are found by their tags follow the supplier's own
-- W tenant
-- $2 id
with gone as (
  delete from app.supplier_tags x
   where x.tenant_id = $1::uuid and x.supplier_id = $2::uuid
     and x.tag <> all (array(select unnest(s.tags) from app.suppliers s
                              where s.tenant_id = $1::uuid and s.id = $2::uuid)))
insert into app.supplier_tags (tenant_id, tag, supplier_id)
select s.tenant_id, unnest(s.tags), s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = $2::uuid
    on conflict do nothing
returning tag
