-- risk_score_list: one page of the scores, newest first
-- R tenant
-- page app.risk_scores r
-- filters risk_scores
-- lead supplier_id model_version band tier cause
-- count band tier cause
-- search likelihood_business_gte likelihood_business_lte likelihood_software_gte likelihood_software_lte
-- search likelihood_service_gte likelihood_service_lte
-- upper created_at: $known_at::timestamptz
-- key r.id
-- sort -created_at: r.created_at desc timestamptz 'infinity'
-- sort created_at: r.created_at asc timestamptz '-infinity'
-- sort score: r.score_micro asc integer -1
-- sort -score: r.score_micro desc integer 2147483647
select {{> risk_score_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
