-- certificate_take: certificates as an accepted response declares them
-- W tenant
-- $2 supplier_id $3 questionnaire_code $4 response_id
-- $5 rows (jsonb: id, revision, question and what the answer says)
-- $6 now
--   What somebody changed by hand after the answer was given is left out by the caller.
insert into app.certificates as c (tenant_id, id, revision, supplier_id, kind, name, number, scope,
  expires_on, renewal_pending, evidence, questionnaire_code, question_code, answered_at, created_at,
  updated_at)
select $1::uuid, g.id, g.revision, $2::uuid, g.kind, g.name, g.number, g.scope, g.expires_on,
       g.renewal_pending, g.evidence, $3::text, g.question, a.answered_at, $6::timestamptz,
       $6::timestamptz
  from jsonb_to_recordset($5::jsonb) as g(id uuid, revision integer, question text, kind text,
    name text, number text, scope text, expires_on date, renewal_pending boolean, evidence text)
  join app.answers a on a.tenant_id = $1::uuid and a.response_id = $4::uuid and a.code = g.question
    on conflict (tenant_id, id) do update
   set revision = excluded.revision, kind = excluded.kind, name = excluded.name,
       number = excluded.number, scope = excluded.scope, expires_on = excluded.expires_on,
       expiry_assumed = false,
       renewal_pending = excluded.renewal_pending, evidence = excluded.evidence,
       answered_at = excluded.answered_at, edited_at = null, updated_at = excluded.updated_at
returning id
