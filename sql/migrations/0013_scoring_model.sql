-- Which model scores a tenant. Who is here already stays on the first until the setting is changed.
alter table app.settings
  add column scoring_model text not null default 'weakest-link-blend/1'
  check (scoring_model in ('weakest-link-blend/1', 'weakest-link-blend/2'));

-- The responses a score rests on, [{response_id, questionnaire: {code, version}}]; null: that of
-- response_id alone, as scores were before. Where nothing was judged there are no numbers.
alter table app.risk_scores add column basis jsonb,
  alter column likelihood_micro drop not null,
  alter column score_micro drop not null,
  alter column computed_band drop not null,
  alter column range_low_micro drop not null,
  alter column range_high_micro drop not null,
  alter column before_measures_micro drop not null,
  alter column projected_micro drop not null;
alter table app.risk_scores drop constraint risk_scores_cause_check,
  add constraint risk_scores_cause_check check (cause in
    ('provisional', 'final', 'fallback', 'review', 'profile', 'measure', 'certificate', 'override',
     'incident', 'manual', 'sweep', 'model'));
alter table app.suppliers drop constraint suppliers_assessment_status_check,
  add constraint suppliers_assessment_status_check check (assessment_status in
    ('never_asked', 'asked', 'not_judged', 'no_response', 'assessed', 'stale'));
