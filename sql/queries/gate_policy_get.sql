-- gate_policy_get: one version of a gate policy
-- R tenant
-- $2 id
select {{> gate_policy_columns}}
  from app.gate_policies p
 where p.tenant_id = $1::uuid and p.id = $2::uuid
