-- finding_list: one page of findings
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id
-- $6 state
-- $7 kind
-- $8 question
-- $9 questionnaire_code
-- $10 threat
-- $11 regression
-- $12 provisional
-- $13 response_id
-- $14 language
-- key f.id
-- sort -reduction: f.reduction_micro desc integer 2147483647
-- sort reduction: f.reduction_micro asc integer -1
-- sort -contribution: f.contribution_micro desc integer 2147483647
-- sort contribution: f.contribution_micro asc integer -1
-- sort -last_seen_at: f.last_seen_at desc timestamptz 'infinity'
-- sort last_seen_at: f.last_seen_at asc timestamptz '-infinity'
select {{> finding_list_columns}},
       {{sort_value}}
  from app.findings f
 where f.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or f.supplier_id = any ($5::uuid[]))
{{> finding_list_filters}}
 order by {{order}}
 limit $4::integer
