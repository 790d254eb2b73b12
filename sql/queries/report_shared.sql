-- report_shared: suppliers that several others, or others and we, depend on
-- R tenant
-- $2 today $3 limit
select k.from_supplier_id as id, n.name, n.computed_band as band, n.score_micro,
       count(distinct k.to_end) as dependants
  from app.supplier_links k
  join app.suppliers n on n.tenant_id = $1::uuid and n.id = k.from_supplier_id and n.status = 'active'
  left join app.suppliers t on t.tenant_id = $1::uuid and t.id = k.to_supplier_id
 where k.tenant_id = $1::uuid and {{> link_in_force of=k day=$today::date}} and (k.to_supplier_id is null or t.status = 'active')
 group by k.from_supplier_id, n.name, n.computed_band, n.score_micro
having count(distinct k.to_end) > 1
 order by dependants desc, id
 limit $3::integer
