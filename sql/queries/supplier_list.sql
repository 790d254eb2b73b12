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
-- $22 record_volume
-- $23 access_level
-- $24 subcontracting
-- $25 updated_at_gte
-- $26 updated_at_lt
-- $27 external_source
-- $28 external_id
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
   {{> supplier_filters}}
 order by {{order}}
 limit $4::integer
