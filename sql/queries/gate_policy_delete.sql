-- gate_policy_delete: a draft goes
-- W tenant
-- $2 id
delete from app.gate_policies
 where tenant_id = $1::uuid and id = $2::uuid
