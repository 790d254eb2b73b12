-- The filters of the supplier list, each off while its parameter is null; `s` is app.suppliers.
and ($q::text is null or not exists (
         select from (select $q::text as text) as plain
          cross join lateral unnest(string_to_array(btrim(regexp_replace(
            {{> search_fold}}, '\s+', ' ', 'g')), ' ')) as word
          where position(word in s.search) = 0))
   and ($status::text[] is null or s.status = any ($status::text[]))
   and ($assessment_status::text[] is null or s.assessment_status = any ($assessment_status::text[]))
   and ($tag::text[] is null or s.tags && $tag::text[])
   and ($country::text[] is null or s.country = any ($country::text[]))
   and ($kind::text[] is null or s.kind = any ($kind::text[]))
   and ($tier::text[] is null or s.tier = any ($tier::text[]))
   and ($recommended_star::integer is null or s.recommended_star = $recommended_star::integer)
   and ($band::text[] is null or s.band = any ($band::text[]))
   and ($score_gte::numeric is null
        or (s.band is not null and s.score_micro >= $score_gte::numeric * 1000000))
   and ($score_lte::numeric is null
        or (s.band is not null and s.score_micro <= $score_lte::numeric * 1000000))
   and ($score_gt::numeric is null
        or (s.band is not null and s.score_micro > $score_gt::numeric * 1000000))
   and ($score_lt::numeric is null
        or (s.band is not null and s.score_micro < $score_lt::numeric * 1000000))
   and ($owner::text[] is null or s.owner = any ($owner::text[]))
   and ($corporate_number::text is null
        or s.corporate_number = normalize($corporate_number::text, NFKC))
   and ($data_sensitivity::text[] is null or s.data_sensitivity = any ($data_sensitivity::text[]))
   and ($supply_chain_stage::text[] is null
        or s.supply_chain_stage = any ($supply_chain_stage::text[]))
   and ($record_volume::text[] is null or s.profile ->> 'record_volume' = any ($record_volume::text[]))
   and ($access_level::text[] is null or s.profile ->> 'access_level' = any ($access_level::text[]))
   and ($subcontracting::text[] is null or s.profile ->> 'subcontracting' = any ($subcontracting::text[]))
   and ($updated_at_gte::timestamptz is null or s.updated_at >= $updated_at_gte::timestamptz)
   and ($updated_at_lt::timestamptz is null or s.updated_at < $updated_at_lt::timestamptz)
   and (($external_source::text is null and $external_id::text is null) or exists (
         select from app.supplier_external_ids x
          where x.tenant_id = $1::uuid and x.supplier_id = s.id
            and ($external_source::text is null or x.source = $external_source::text)
            and ($external_id::text is null or x.external_id = $external_id::text)))
