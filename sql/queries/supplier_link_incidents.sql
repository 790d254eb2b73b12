-- supplier_link_incidents: those of these suppliers at whom an incident is open
-- R tenant
-- $2 ids (uuid[])
select w.id as supplier_id
  from unnest($2::uuid[]) as w (id)
 where exists (select from app.incidents i
                where i.tenant_id = $1::uuid and i.supplier_id = w.id and i.state = 'open')
