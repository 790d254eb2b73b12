-- supplier_set_risk: the supplier shows its current score
-- W tenant
-- $2 id $3 score_id $4 as_of $5 now
-- $6 raise (of the revision: 0 or 1)
-- $7 numbers (jsonb: micro-points and words by column name)
-- $8 next_review_on
-- $9 threats (micro-points by rank)
-- $10 review_by (a review promised before another model came; null: none)
update app.suppliers
   set score_id = $3::uuid, score_as_of = $4::date,
       assessment_status = $7::jsonb ->> 'assessment_status',
       band = $7::jsonb ->> 'band', band_reason = $7::jsonb ->> 'band_reason',
       computed_band = $7::jsonb ->> 'computed_band',
       score_micro = ($7::jsonb ->> 'score_micro')::integer,
       likelihood_micro = ($7::jsonb ->> 'likelihood_micro')::integer,
       impact_micro = ($7::jsonb ->> 'impact_micro')::integer,
       inherent_micro = ($7::jsonb ->> 'inherent_micro')::integer,
       projected_micro = ($7::jsonb ->> 'projected_micro')::integer,
       confidence_micro = ($7::jsonb ->> 'confidence_micro')::integer,
       confidence_label = $7::jsonb ->> 'confidence_label',
       tier = $7::jsonb ->> 'tier', tier_provisional = ($7::jsonb ->> 'tier_provisional')::boolean,
       recommended_star = ($7::jsonb ->> 'recommended_star')::integer,
       likelihood_business_micro = ($7::jsonb ->> 'likelihood_business_micro')::integer,
       likelihood_software_micro = ($7::jsonb ->> 'likelihood_software_micro')::integer,
       likelihood_service_micro = ($7::jsonb ->> 'likelihood_service_micro')::integer,
       next_review_on = $8::date, review_by = $10::date, threats = $9::integer[],
       revision = revision + $6::integer, updated_at = $5::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
