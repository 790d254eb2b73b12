-- What clients see of a score, but for its explanation; `r` is app.risk_scores.
r.id, r.supplier_id, {{> supplier_brief of=r.supplier_id}},
       r.response_id, {{> score_basis}} as basis, r.cause, r.model_version, r.as_of, r.created_at,
       r.impact_micro as "impact:micro", r.likelihood_micro as "likelihood:micro",
       r.likelihood_business_micro as "likelihood_business:micro",
       r.likelihood_software_micro as "likelihood_software:micro",
       r.likelihood_service_micro as "likelihood_service:micro",
       r.score_micro as "score:micro", r.band, r.band_reason, r.computed_band,
       r.assessment_status, r.confidence_micro as "confidence:micro", r.confidence_label,
       r.range_low_micro as "range.low:micro", r.range_high_micro as "range.high:micro",
       r.tier, r.tier_provisional, r.recommended_star, r.inherent_micro as "inherent:micro",
       r.before_measures_micro as "before_measures:micro",
       r.projected_micro as "projected:micro", r.supersedes
