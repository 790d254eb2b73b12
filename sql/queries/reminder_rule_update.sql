-- reminder_rule_update: stores a rule as it is after a patch
-- W tenant
-- $2 id $3 rule (jsonb: all members) $4 now
update app.reminder_rules
   set enabled = ($3::jsonb ->> 'enabled')::boolean,
       offsets = array(select value::integer
                         from jsonb_array_elements_text($3::jsonb -> 'offsets') as value
                        order by value::integer),
       business_days = ($3::jsonb ->> 'business_days')::boolean, locale = $3::jsonb ->> 'locale',
       recipient = $3::jsonb ->> 'recipient', role = normalize($3::jsonb ->> 'role', NFC),
       address = $3::jsonb ->> 'address',
       escalate_after = ($3::jsonb ->> 'escalate_after')::integer,
       revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
