-- finding_list: one page of findings
-- R tenant
-- page app.findings f
-- filters findings
-- lead supplier_id response_id question questionnaire_code kind state regression provisional
-- count state kind questionnaire_code
-- search threat among 8000
-- key f.id
-- sort -reduction: f.reduction_micro desc integer 2147483647
-- sort reduction: f.reduction_micro asc integer -1
-- sort -contribution: f.contribution_micro desc integer 2147483647
-- sort contribution: f.contribution_micro asc integer -1
-- sort -last_seen_at: f.last_seen_at desc timestamptz 'infinity'
-- sort last_seen_at: f.last_seen_at asc timestamptz '-infinity'
select {{> finding_columns}},
       {{> finding_acceptance}} as acceptance,
       {{> finding_measures}} as measures,
       {{sort_value}}
  from {{page}}
 order by {{order}}
