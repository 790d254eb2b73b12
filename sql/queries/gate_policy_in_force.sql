-- gate_policy_in_force: the published policy, locked; there is one at most
-- W tenant
select {{> gate_policy_columns}}
  from app.gate_policies p
 where p.tenant_id = $1::uuid and p.state = 'published'
   for update of p
