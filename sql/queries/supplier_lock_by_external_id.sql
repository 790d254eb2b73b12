-- supplier_lock_by_external_id: as supplier_lock, found by the number of another system
-- W tenant
-- $2 source $3 external_id
select s.id, s.revision, s.status, s.name, s.name_kana, s.corporate_number, s.country, s.kind,
       to_json(s.tags) as tags, s.owner,
       s.contacts, s.external_ids,
       s.data_sensitivity as "profile.data_sensitivity",
       s.business_dependency as "profile.business_dependency",
       s.substitutability as "profile.substitutability",
       s.supply_chain_stage as "profile.supply_chain_stage",
       s.remote_connection as "profile.remote_connection",
       s.network_connectivity as "profile.network_connectivity",
       s.tier, s.recommended_star,
       s.assessment_status as "risk.assessment_status", s.band as "risk.band",
       s.band_reason as "risk.band_reason", s.computed_band as "risk.computed_band",
       s.score_micro as "risk.score:micro", s.likelihood_micro as "risk.likelihood:micro",
       s.impact_micro as "risk.impact:micro", s.inherent_micro as "risk.inherent:micro",
       s.projected_micro as "risk.projected:micro", s.confidence_micro as "risk.confidence:micro",
       s.confidence_label as "risk.confidence_label", s.score_id as "risk.score_id",
       s.score_as_of as "risk.as_of", s.tier_provisional as "risk.tier_provisional",
       to_json(array_remove(array[
         case when s.data_sensitivity is null then 'data_sensitivity' end,
         case when s.business_dependency is null then 'business_dependency' end,
         case when s.substitutability is null then 'substitutability' end,
         case when s.supply_chain_stage is null then 'supply_chain_stage' end,
         case when s.remote_connection is null then 'remote_connection' end,
         case when s.network_connectivity is null then 'network_connectivity' end], null))
         as "risk.profile_missing",
       s.next_review_on, s.created_at, s.updated_at, s.archived_at
  from app.supplier_external_ids f
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = f.supplier_id
 where f.tenant_id = $1::uuid and f.source = normalize($2::text, NFC)
   and f.external_id = normalize($3::text, NFC)
   for update of s
