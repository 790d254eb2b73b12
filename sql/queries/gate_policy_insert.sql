-- gate_policy_insert: the next version of a code; no row when there is a draft of it already
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 now
insert into app.gate_policies as n
       (tenant_id, id, code, version, title, second_person, rules, created_at, updated_at)
select $1::uuid, $2::uuid, $3::jsonb ->> 'code', coalesce(max(p.version), 0) + 1,
       normalize($3::jsonb ->> 'title', NFC),
       coalesce(($3::jsonb ->> 'second_person')::boolean, false), $3::jsonb -> 'rules',
       $4::timestamptz, $4::timestamptz
  from app.gate_policies p
 where p.tenant_id = $1::uuid and p.code = $3::jsonb ->> 'code'
    on conflict do nothing
returning id
