-- supplier_link_ends: the suppliers at both ends of a link, or what became of them
-- R tenant
-- $2 from
-- $3 to (null: the tenant)
select s.id is not null as found, s.status = 'archived' as archived, m.supplier_id as merged_into
  from (values (1, $2::uuid), (2, $3::uuid)) as w (place, id)
  left join app.suppliers s on s.tenant_id = $1::uuid and s.id = w.id
  left join app.merged_suppliers m on m.tenant_id = $1::uuid and m.id = w.id
 order by w.place
