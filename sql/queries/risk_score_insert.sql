-- risk_score_insert: appends a score, superseding the supplier's current one
-- W tenant
-- $2 id $3 supplier_id $4 response_id $5 cause $6 model_version $7 as_of $8 now
-- $9 numbers (jsonb: micro-points and words by column name)
-- $10 explanation
-- $11 supersedes
-- $12 basis (jsonb: the responses it rests on)
--   Behind the score it supersedes by at least a microsecond, whatever the clocks of two processes say:
--   (created_at, id) is the order of change of a supplier's scores.
insert into app.risk_scores as s (tenant_id, id, supplier_id, response_id, cause, model_version, as_of,
  created_at, impact_micro, likelihood_micro, score_micro, band, band_reason, computed_band,
  assessment_status, confidence_micro, confidence_label, range_low_micro, range_high_micro, tier,
  tier_provisional, recommended_star, inherent_micro, before_measures_micro, projected_micro,
  likelihood_business_micro, likelihood_software_micro, likelihood_service_micro, supersedes, explanation,
  basis)
select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::text, $7::date,
       greatest($8::timestamptz, (
         select p.created_at + interval '1 microsecond'
           from app.risk_scores p
          where p.tenant_id = $1::uuid and p.id = $11::uuid)),
       n.impact_micro, n.likelihood_micro, n.score_micro, n.band, n.band_reason, n.computed_band,
       n.assessment_status, n.confidence_micro, n.confidence_label, n.range_low_micro,
       n.range_high_micro, n.tier, n.tier_provisional, n.recommended_star, n.inherent_micro,
       n.before_measures_micro, n.projected_micro,
       n.likelihood_business_micro, n.likelihood_software_micro, n.likelihood_service_micro, $11::uuid, $10::json, $12::jsonb
  from jsonb_to_record($9::jsonb) as n(impact_micro integer, likelihood_micro integer,
    score_micro integer, band text, band_reason text, computed_band text, assessment_status text,
    confidence_micro integer, confidence_label text, range_low_micro integer,
    range_high_micro integer, tier text, tier_provisional boolean, recommended_star integer,
    inherent_micro integer, before_measures_micro integer, projected_micro integer,
    likelihood_business_micro integer, likelihood_software_micro integer, likelihood_service_micro integer)
returning s.id
