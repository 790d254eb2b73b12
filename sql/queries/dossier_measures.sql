-- dossier_measures: what is being done at a supplier, the most urgent first; total: how many in all
-- R tenant
-- $2 supplier_id
-- $3 limit
-- $4 now
select m.title, m.state, m.side, m.assignee, m.due_on,
       coalesce(m.due_on < {{> tenant_today}} and {{> measure_in_hand}}, false) as overdue,
       count(*) over () as total
  from app.measures m
 where m.tenant_id = $1::uuid and m.supplier_id = $2::uuid
   and m.state in ('planned', 'in_progress', 'implemented')
 order by {{> no_day of=m.due_on}}, m.id
 limit $3::integer
