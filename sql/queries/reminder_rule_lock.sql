-- reminder_rule_lock: one rule, held until the end of the transaction
-- W tenant
-- $2 id
select r.id, r.revision, r.kind, r.enabled, to_json(r.offsets) as offsets, r.business_days, r.locale,
       r.recipient, r.role, r.address, r.escalate_after, r.created_at, r.updated_at
  from app.reminder_rules r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
   for update
