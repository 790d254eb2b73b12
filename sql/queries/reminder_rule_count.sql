-- reminder_rule_count: how many rules the filters leave
-- R tenant
-- $2 kind $3 enabled
select count(*) as total
  from app.reminder_rules r
 where r.tenant_id = $1::uuid and ($2::text[] is null or r.kind = any ($2::text[]))
   and ($3::boolean is null or r.enabled = $3::boolean)
