-- What clients see of a supplier; `s` is app.suppliers.
s.id, s.revision, s.status, s.name, s.name_kana, s.corporate_number, s.country, s.kind,
       s.website, to_json(s.tags) as tags, s.owner,
       s.contacts, s.external_ids, s.addresses, s.services, s.attributes,
       {{> profile_json}} as profile,
       s.tier, s.recommended_star,
       s.assessment_status as "risk.assessment_status", s.band as "risk.band",
       s.band_reason as "risk.band_reason", s.computed_band as "risk.computed_band",
       s.score_micro as "risk.score:micro", s.likelihood_micro as "risk.likelihood:micro",
       s.impact_micro as "risk.impact:micro", s.inherent_micro as "risk.inherent:micro",
       s.projected_micro as "risk.projected:micro", s.confidence_micro as "risk.confidence:micro",
       s.confidence_label as "risk.confidence_label", s.score_id as "risk.score_id",
       s.score_as_of as "risk.as_of", s.tier_provisional as "risk.tier_provisional",
       {{> profile_missing}}
         as "risk.profile_missing",
       {{> chain_json}} as "risk.chain",
       s.next_review_on, s.created_at, s.updated_at, s.archived_at
