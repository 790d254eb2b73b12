-- risk_score_list: one page of the scores, newest first
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id
-- $6 band
-- $7 tier
-- $8 cause
-- $9 model_version
-- $10 known_at
-- $11 current
-- key r.id
-- sort -created_at: r.created_at desc timestamptz 'infinity'
select r.id, r.supplier_id, r.response_id, r.cause, r.model_version, r.as_of, r.created_at,
       r.impact_micro as "impact:micro", r.likelihood_micro as "likelihood:micro",
       r.score_micro as "score:micro", r.band, r.band_reason, r.computed_band,
       r.assessment_status, r.confidence_micro as "confidence:micro", r.confidence_label,
       r.range_low_micro as "range.low:micro", r.range_high_micro as "range.high:micro",
       r.tier, r.tier_provisional, r.recommended_star, r.inherent_micro as "inherent:micro",
       r.before_measures_micro as "before_measures:micro",
       r.projected_micro as "projected:micro", r.supersedes,
       {{sort_value}}
  from app.risk_scores r
 where r.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or r.supplier_id = any ($5::uuid[]))
   and ($6::text[] is null or r.band = any ($6::text[]))
   and ($7::text[] is null or r.tier = any ($7::text[]))
   and ($8::text[] is null or r.cause = any ($8::text[]))
   and ($9::text is null or r.model_version = $9::text)
   and ($10::timestamptz is null or (r.created_at <= $10::timestamptz and not exists (
         select from app.risk_scores n
          where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
            and (n.created_at, n.id) > (r.created_at, r.id)
            and n.created_at <= $10::timestamptz)))
   and ($11::boolean is null or $11::boolean = exists (
         select from app.suppliers s
          where s.tenant_id = $1::uuid and s.id = r.supplier_id and s.score_id = r.id))
 order by {{order}}
 limit $4::integer
