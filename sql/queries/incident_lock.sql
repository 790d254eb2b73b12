-- incident_lock: one incident, locked until the end of the transaction
-- W tenant
-- $2 id
select i.id, i.revision, i.supplier_id, i.state, i.title, i.description, i.occurred_on,
       i.discovered_on, i.attack_kind, i.severity, i.lessons, i.closed_on, i.closed_by,
       i.reported_by, i.created_at, i.updated_at
  from app.incidents i
 where i.tenant_id = $1::uuid and i.id = $2::uuid
   for update of i
