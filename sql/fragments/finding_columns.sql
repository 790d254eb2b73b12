-- What is shown of a finding itself; `f` is app.findings.
f.id, f.revision, f.supplier_id, {{> supplier_brief of=f.supplier_id}},
       f.questionnaire_code, f.question_code as "question.code",
       coalesce(case when $language::text = 'en' then f.text_en end, f.text_ja) as "question.text",
       f.kind, f.state, f.provisional, f.regression, f.contribution_micro as "contribution:micro",
       f.reduction_micro as "reduction:micro", to_json(f.threats) as threats, f.response_id,
       f.first_seen_at, f.last_seen_at, f.closed_at, f.closed_reason
