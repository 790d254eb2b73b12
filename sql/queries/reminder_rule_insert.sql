-- reminder_rule_insert: a rule with all its members
-- W tenant
-- $2 id $3 rule (jsonb: all members) $4 now $5 subject_type
insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days, locale,
  recipient, role, address, escalate_after, created_at, updated_at)
select $1::uuid, $2::uuid, $3::jsonb ->> 'kind', $5::text, ($3::jsonb ->> 'enabled')::boolean,
  array(select value::integer from jsonb_array_elements_text($3::jsonb -> 'offsets') as value
         order by value::integer),
  ($3::jsonb ->> 'business_days')::boolean, $3::jsonb ->> 'locale', $3::jsonb ->> 'recipient',
  normalize($3::jsonb ->> 'role', NFC), $3::jsonb ->> 'address',
  ($3::jsonb ->> 'escalate_after')::integer, $4::timestamptz, $4::timestamptz
returning id
