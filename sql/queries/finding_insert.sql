-- finding_insert: opens the findings of a round, with the first word of their history
-- W tenant
-- $2 supplier_id $3 questionnaire_code $4 response_id
-- $5 rows (jsonb: as finding_update, with text_ja, text_en and the threats of the question)
-- $6 actor $7 now
with sent as materialized (
  select *
    from jsonb_to_recordset($5::jsonb) as g(id uuid, question text, revision integer, kind text, state text,
      provisional boolean, regression boolean, response uuid, contribution integer, reduction integer,
      threats jsonb, text_ja text, text_en text, action text, note text)),
made as (
  insert into app.findings as n (tenant_id, id, revision, supplier_id, questionnaire_code, question_code,
    response_id, kind, state, provisional, regression, contribution_micro, reduction_micro, threats,
    text_ja, text_en, first_seen_at, last_seen_at)
  select $1::uuid, g.id, 1, $2::uuid, $3::text, g.question, $4::uuid, g.kind, 'open', g.provisional,
         g.regression, g.contribution, g.reduction,
         {{> threat_codes}},
         g.text_ja, g.text_en, $7::timestamptz, $7::timestamptz
    from sent g
  returning id)
{{> finding_history_insert}}
