-- campaign_prefill: copies what still fits of each supplier's last accepted answers, unconfirmed
-- W tenant
-- $2 response_ids
-- $3 questions (jsonb array: questionnaire_id, code, position, kind: what of which version fits)
-- $4 now
-- $5 by
with changed as (
  insert into app.answers as x (tenant_id, response_id, code, position, type, revision, value, channel,
    comment, answered_at, answered_by, updated_at, updated_by, prefilled, confirmed)
  select $1::uuid, n.id, a.code, k.position, a.type, 1, {{> prefilled_value of=n kind=k.kind}}, a.channel, a.comment, a.answered_at,
         a.answered_by, $4::timestamptz, $5::text, true, false
    from app.responses n
   cross join lateral (
      {{> last_accepted of=n}}) p
    join jsonb_to_recordset($3::jsonb) as k (questionnaire_id uuid, code text, position integer,
      kind text)
      on k.questionnaire_id = p.questionnaire_id
    join app.answers a on a.tenant_id = $1::uuid and a.response_id = p.id and a.code = k.code
   where n.tenant_id = $1::uuid and n.id = any ($2::uuid[])
     and coalesce(a.value ->> 'answer', a.value ->> 'status', a.value ->> 'choice',
           a.value ->> 'number', a.value ->> 'date', nullif(btrim(a.value ->> 'text'), ''),
           nullif(a.value ->> 'choices', '[]')) is not null
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
    answered_by)
{{> answer_history_insert action='prefilled' taken=0}}
returning response_id
