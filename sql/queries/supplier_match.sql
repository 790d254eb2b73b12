-- supplier_match: ids of the active suppliers that the filters of supplier_list let through
-- R tenant
-- $2 q
-- $3 status
-- $4 assessment_status
-- $5 tag
-- $6 country
-- $7 kind
-- $8 tier
-- $9 recommended_star
-- $10 band
-- $11 score_gte
-- $12 score_lte
-- $13 score_gt
-- $14 score_lt
-- $15 owner
-- $16 corporate_number
-- $17 data_sensitivity
-- $18 supply_chain_stage
-- $19 updated_at_gte
-- $20 updated_at_lt
-- $21 external_source
-- $22 external_id
-- $23 limit
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid
   and ($2::text is null or not exists (
         select from unnest(string_to_array(regexp_replace(
           btrim(lower(normalize($2::text, NFKC))), '\s+', ' ', 'g'), ' ')) as word
          where position(word in s.search) = 0))
   and ($3::text[] is null or s.status = any ($3::text[]))
   and ($4::text[] is null or s.assessment_status = any ($4::text[]))
   and ($5::text[] is null or s.tags && $5::text[])
   and ($6::text[] is null or s.country = any ($6::text[]))
   and ($7::text[] is null or s.kind = any ($7::text[]))
   and ($8::text[] is null or s.tier = any ($8::text[]))
   and ($9::integer is null or s.recommended_star = $9::integer)
   and ($10::text[] is null or s.band = any ($10::text[]))
   and ($11::numeric is null
        or (s.band is not null and s.score_micro >= $11::numeric * 1000000))
   and ($12::numeric is null
        or (s.band is not null and s.score_micro <= $12::numeric * 1000000))
   and ($13::numeric is null
        or (s.band is not null and s.score_micro > $13::numeric * 1000000))
   and ($14::numeric is null
        or (s.band is not null and s.score_micro < $14::numeric * 1000000))
   and ($15::text[] is null or s.owner = any ($15::text[]))
   and ($16::text is null
        or s.corporate_number = normalize($16::text, NFKC))
   and ($17::text[] is null or s.data_sensitivity = any ($17::text[]))
   and ($18::text[] is null
        or s.supply_chain_stage = any ($18::text[]))
   and ($19::timestamptz is null or s.updated_at >= $19::timestamptz)
   and ($20::timestamptz is null or s.updated_at < $20::timestamptz)
   and (($21::text is null and $22::text is null) or exists (
         select from app.supplier_external_ids x
          where x.tenant_id = $1::uuid and x.supplier_id = s.id
            and ($21::text is null or x.source = $21::text)
            and ($22::text is null or x.external_id = $22::text)))
   and s.status = 'active'
 order by s.id
 limit $23::integer
