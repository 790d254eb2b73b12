-- reminder_rule_lock: one rule, held until the end of the transaction
-- W tenant
-- $2 id
select {{> reminder_rule_columns}}
  from app.reminder_rules r
 where r.tenant_id = $1::uuid and r.id = $2::uuid
   for update
