-- supplier_match: ids of the active suppliers that the filters of supplier_list let through
-- R tenant
-- filters suppliers
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.status = 'active'{{filters}}
 order by s.id
 limit $limit::integer
