-- reminder_rule_defaults: the rules that a new tenant begins with
-- W tenant
-- $2 rules (jsonb: [{id, kind, ...}], escalate_after 0: never) $3 now
insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days,
  recipient, escalate_after, created_at, updated_at)
select $1::uuid, (r.rule ->> 'id')::uuid, r.rule ->> 'kind', r.rule ->> 'subject_type', true,
       array(select value::integer from jsonb_array_elements_text(r.rule -> 'offsets') as value),
       true, r.rule ->> 'recipient', nullif((r.rule ->> 'escalate_after')::integer, 0), $3::timestamptz,
       $3::timestamptz
  from jsonb_array_elements($2::jsonb) as r (rule)
returning id
