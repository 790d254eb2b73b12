-- gate_policy_update: members that a draft gets another value of
-- W tenant
-- $2 id
-- $3 body (jsonb: title, second_person, rules; what is left out stays)
-- $4 now
update app.gate_policies
   set title = coalesce(normalize($3::jsonb ->> 'title', NFC), title),
       second_person = coalesce(($3::jsonb ->> 'second_person')::boolean, second_person),
       rules = coalesce($3::jsonb -> 'rules', rules),
       revision = revision + 1, updated_at = $4::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
