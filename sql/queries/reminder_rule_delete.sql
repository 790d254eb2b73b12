-- reminder_rule_delete: the rule goes, what it sent stays
-- W tenant
-- $2 id
delete from app.reminder_rules where tenant_id = $1::uuid and id = $2::uuid
