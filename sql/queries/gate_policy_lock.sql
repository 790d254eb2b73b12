-- gate_policy_lock: as gate_policy_get, locked until the end of the transaction
-- W tenant
-- $2 id
select {{> gate_policy_columns}}
  from app.gate_policies p
 where p.tenant_id = $1::uuid and p.id = $2::uuid
   for update of p
