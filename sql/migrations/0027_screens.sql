-- Orders and filters that screens ask for: suppliers by tier, by their next review, by a cell of the heat map,
-- without an owner or a band; responses by day and questionnaire; scores by score.
create index suppliers_tier_order on app.suppliers (tenant_id, tier, id);
create index suppliers_next_review on app.suppliers (tenant_id,
  (case when next_review_on is null then '9999-12-31'::date else next_review_on end), id);
create index suppliers_impact on app.suppliers (tenant_id, impact_micro, likelihood_micro)
  where assessment_status in ('assessed', 'stale') and band is not null;
create index suppliers_likelihood on app.suppliers (tenant_id, likelihood_micro)
  where assessment_status in ('assessed', 'stale') and band is not null;
create index suppliers_without_owner on app.suppliers (tenant_id, created_at, id) where owner is null;
create index suppliers_without_band on app.suppliers (tenant_id, created_at, id) where band is null;

create index responses_code on app.responses (tenant_id, questionnaire_code, requested_at, id);
create index responses_due_order on app.responses (tenant_id,
  (case when due_on is null then '9999-12-31'::date else due_on end), id);
create index responses_submitted_first on app.responses (tenant_id,
  (case when submitted_at is null then 'infinity'::timestamptz else submitted_at end), id);
create index responses_submitted_last on app.responses (tenant_id,
  (case when submitted_at is null then '-infinity'::timestamptz else submitted_at end), id);

create index risk_scores_order on app.risk_scores (tenant_id, score_micro, id);

create index measures_without_assignee on app.measures (tenant_id,
  (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where assignee is null;
