-- sweep_page: the next active suppliers
-- R tenant
-- $2 after_id
-- $3 limit
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id > $2::uuid and s.status = 'active'
 order by s.id
 limit $3::integer
