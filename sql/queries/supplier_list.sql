-- supplier_list: one page of suppliers
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 q
-- $6 status
-- $7 assessment_status
-- $8 tag
-- $9 country
-- $10 kind
-- $11 tier
-- $12 recommended_star
-- $13 band
-- $14 score_gte
-- $15 score_lte
-- $16 score_gt
-- $17 score_lt
-- $18 owner
-- $19 corporate_number
-- $20 data_sensitivity
-- $21 supply_chain_stage
-- $22 updated_at_gte
-- $23 updated_at_lt
-- $24 external_source
-- $25 external_id
-- key s.id
-- sort -created_at: s.created_at desc timestamptz 'infinity'
-- sort created_at: s.created_at asc timestamptz '-infinity'
-- sort updated_at: s.updated_at asc timestamptz '-infinity'
-- sort -updated_at: s.updated_at desc timestamptz 'infinity'
-- sort name: s.name collate "ja-x-icu" asc text ''
-- sort -name: s.name collate "ja-x-icu" desc text U&'\FFFF'
-- sort name_kana: (case when s.name_kana is null then U&'\FFFF' else s.name_kana end) collate "ja-x-icu" asc text ''
-- sort -name_kana: (case when s.name_kana is null then '' else s.name_kana end) collate "ja-x-icu" desc text U&'\FFFF'
-- sort risk_score: (case when s.band is null or s.score_micro is null then 2147483647 else s.score_micro end) asc integer -1
-- sort -risk_score: (case when s.band is null or s.score_micro is null then -1 else s.score_micro end) desc integer 2147483647
select {{> supplier_columns}},
       {{sort_value}}
  from app.suppliers s
 where s.tenant_id = $1::uuid
   and {{after}}
   and ($5::text is null or not exists (
         select from unnest(string_to_array(regexp_replace(
           btrim(lower(normalize($5::text, NFKC))), '\s+', ' ', 'g'), ' ')) as word
          where position(word in s.search) = 0))
   and ($6::text[] is null or s.status = any ($6::text[]))
   and ($7::text[] is null or s.assessment_status = any ($7::text[]))
   and ($8::text[] is null or s.tags && $8::text[])
   and ($9::text[] is null or s.country = any ($9::text[]))
   and ($10::text[] is null or s.kind = any ($10::text[]))
   and ($11::text[] is null or s.tier = any ($11::text[]))
   and ($12::integer is null or s.recommended_star = $12::integer)
   and ($13::text[] is null or s.band = any ($13::text[]))
   and ($14::numeric is null
        or (s.band is not null and s.score_micro >= $14::numeric * 1000000))
   and ($15::numeric is null
        or (s.band is not null and s.score_micro <= $15::numeric * 1000000))
   and ($16::numeric is null
        or (s.band is not null and s.score_micro > $16::numeric * 1000000))
   and ($17::numeric is null
        or (s.band is not null and s.score_micro < $17::numeric * 1000000))
   and ($18::text[] is null or s.owner = any ($18::text[]))
   and ($19::text is null
        or s.corporate_number = normalize($19::text, NFKC))
   and ($20::text[] is null or s.data_sensitivity = any ($20::text[]))
   and ($21::text[] is null
        or s.supply_chain_stage = any ($21::text[]))
   and ($22::timestamptz is null or s.updated_at >= $22::timestamptz)
   and ($23::timestamptz is null or s.updated_at < $23::timestamptz)
   and (($24::text is null and $25::text is null) or exists (
         select from app.supplier_external_ids x
          where x.tenant_id = $1::uuid and x.supplier_id = s.id
            and ($24::text is null or x.source = $24::text)
            and ($25::text is null or x.external_id = $25::text)))
 order by {{order}}
 limit $4::integer
