-- gate_policy_draft: the draft of a code
-- R tenant
-- $2 code
select p.id
  from app.gate_policies p
 where p.tenant_id = $1::uuid and p.code = $2::text and p.state = 'draft'
