-- The filters of suppliers; `s` is app.suppliers.
and s.search like all (array(
  select '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
    from (select $q::text as text) as plain
   cross join lateral unnest(string_to_array(btrim(regexp_replace(
     {{> search_fold}}, '\s+', ' ', 'g')), ' ')) as word))
and s.status = any ($status::text[])
and s.assessment_status = any ($assessment_status::text[])
and exists (
  select from app.supplier_tags x
   where x.tenant_id = $1::uuid and x.supplier_id = s.id and x.tag = any ($tag::text[]))
and exists (
  select from app.supplier_attributes v
   where v.tenant_id = $1::uuid and v.supplier_id = s.id and v.term = any ($attribute::text[]))
and s.country = any ($country::text[])
and s.kind = any ($kind::text[])
and s.tier = any ($tier::text[])
and s.recommended_star = $recommended_star::integer
and s.band = any ($band::text[])
{{when $band_is_null::boolean = true}}
and s.band is null
{{when $band_is_null::boolean = false}}
and s.band is not null
and {{> score_high}} >= ceil($score_gte::numeric * 1000000)::integer
and s.band is not null and {{> score_low}} <= floor($score_lte::numeric * 1000000)::integer
and {{> score_high}} > floor($score_gt::numeric * 1000000)::integer
and s.band is not null and {{> score_low}} < ceil($score_lt::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_business_micro}} >= ceil($likelihood_business_gte::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_business_micro}} between 0 and floor($likelihood_business_lte::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_software_micro}} >= ceil($likelihood_software_gte::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_software_micro}} between 0 and floor($likelihood_software_lte::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_service_micro}} >= ceil($likelihood_service_gte::numeric * 1000000)::integer
and {{> likelihood_high of=s.likelihood_service_micro}} between 0 and floor($likelihood_service_lte::numeric * 1000000)::integer
and s.owner = any ($owner::text[])
{{when $owner_is_null::boolean = true}}
and s.owner is null
{{when $owner_is_null::boolean = false}}
and s.owner is not null
and s.corporate_number = normalize($corporate_number::text, NFKC)
and s.data_sensitivity = any ($data_sensitivity::text[])
and s.supply_chain_stage = any ($supply_chain_stage::text[])
and s.record_volume = any ($record_volume::text[])
and s.access_level = any ($access_level::text[])
and s.subcontracting = any ($subcontracting::text[])
and {{> assessed_at of=s.impact_micro level=$impact::integer}}
and {{> assessed_at of=s.likelihood_micro level=$likelihood::integer}}
and exists (
  select from app.campaign_suppliers y
   where y.tenant_id = $1::uuid and y.supplier_id = s.id
     and y.campaign_id = any ($campaign_id::uuid[]))
and exists (
  select from app.responses a
   where a.tenant_id = $1::uuid and a.supplier_id = s.id and a.state <> 'cancelled'
     and a.questionnaire_code = any ($questionnaire_code::text[]))
and {{> no_day of=s.next_review_on}} <= $next_review_on_lte::date
and s.updated_at >= $updated_at_gte::timestamptz
and s.updated_at < $updated_at_lt::timestamptz
{{when $external_source::text is not null or $external_id::text is not null}}
and exists (
  select from app.supplier_external_ids x
   where x.tenant_id = $1::uuid and x.supplier_id = s.id
     and ($external_source::text is null or x.source = $external_source::text)
     and ($external_id::text is null or x.external_id = $external_id::text))
