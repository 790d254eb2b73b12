-- reminder_rule_list: one page of rules
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 kind $6 enabled
-- key r.id
-- sort created_at: r.created_at asc timestamptz '-infinity'
select {{> reminder_rule_columns}},
       {{sort_value}}
  from app.reminder_rules r
 where r.tenant_id = $1::uuid and ($5::text[] is null or r.kind = any ($5::text[]))
   and ($6::boolean is null or r.enabled = $6::boolean) and {{after}}
 order by {{order}}
 limit $4::integer
