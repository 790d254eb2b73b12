-- supplier_list: one page of suppliers
-- R tenant
-- page app.suppliers s
-- filters suppliers
-- lead owner corporate_number country kind tier band assessment_status data_sensitivity
-- lead supply_chain_stage record_volume access_level subcontracting status recommended_star
-- count status assessment_status kind tier band country
-- through tag: app.supplier_tags x by tag, created_at, supplier_id
-- through attribute: app.supplier_attributes v by term, created_at, supplier_id
-- through campaign_id: app.campaign_suppliers y by campaign_id, supplier_created_at, supplier_id
-- search q
-- lower updated_at: $updated_at_gte::timestamptz
-- upper updated_at: $updated_at_lt::timestamptz
-- upper next_review_on: $next_review_on_lte::date
-- lower risk_score: ceil($score_gte::numeric * 1000000)::integer
-- lower risk_score: floor($score_gt::numeric * 1000000)::integer
-- upper risk_score: floor($score_lte::numeric * 1000000)::integer
-- upper risk_score: ceil($score_lt::numeric * 1000000)::integer
-- upper likelihood_business: floor($likelihood_business_lte::numeric * 1000000)::integer
-- upper likelihood_software: floor($likelihood_software_lte::numeric * 1000000)::integer
-- upper likelihood_service: floor($likelihood_service_lte::numeric * 1000000)::integer
-- span next_review_on_lte: {{> no_day of=s.next_review_on}} covered
-- span updated_at_gte: s.updated_at covered
-- span updated_at_lt: s.updated_at covered
-- span score_gte: {{> score_high}} covered
-- span score_gt: {{> score_high}} covered
-- span score_lte: {{> score_low}} covered
-- span score_lt: {{> score_low}} covered
-- span likelihood_business_gte: {{> likelihood_high of=s.likelihood_business_micro}} covered
-- span likelihood_business_lte: {{> likelihood_high of=s.likelihood_business_micro}} covered
-- span likelihood_software_gte: {{> likelihood_high of=s.likelihood_software_micro}} covered
-- span likelihood_software_lte: {{> likelihood_high of=s.likelihood_software_micro}} covered
-- span likelihood_service_gte: {{> likelihood_high of=s.likelihood_service_micro}} covered
-- span likelihood_service_lte: {{> likelihood_high of=s.likelihood_service_micro}} covered
-- key s.id
-- sort -created_at: s.created_at desc timestamptz 'infinity'
-- sort created_at: s.created_at asc timestamptz '-infinity'
-- sort updated_at: s.updated_at asc timestamptz '-infinity'
-- sort -updated_at: s.updated_at desc timestamptz 'infinity'
-- sort name: s.name collate "ja-x-icu" asc text ''
-- sort -name: s.name collate "ja-x-icu" desc text U&'\FFFF'
-- sort name_kana: (case when s.name_kana is null then U&'\FFFF' else s.name_kana end) collate "ja-x-icu" asc text ''
-- sort -name_kana: (case when s.name_kana is null then '' else s.name_kana end) collate "ja-x-icu" desc text U&'\FFFF'
-- sort risk_score: {{> score_low}} asc integer -1
-- sort -risk_score: {{> score_high}} desc integer 2147483647
-- sort -likelihood_business: {{> likelihood_high of=s.likelihood_business_micro}} desc integer 2147483647
-- sort -likelihood_software: {{> likelihood_high of=s.likelihood_software_micro}} desc integer 2147483647
-- sort -likelihood_service: {{> likelihood_high of=s.likelihood_service_micro}} desc integer 2147483647
-- sort tier: s.tier asc text ''
-- sort -tier: s.tier desc text U&'\FFFF'
-- sort next_review_on: {{> no_day of=s.next_review_on}} asc date '-infinity'
-- sort -next_review_on: {{> no_day of=s.next_review_on}} desc date 'infinity'
select {{> supplier_columns}},
       case when $as_table::boolean then {{> first_number word='source'}} end as "_source",
       case when $as_table::boolean then {{> first_number word='id'}} end as "_external_id",
       {{sort_value}}
  from {{page}}
  {{> chain_of_supplier}}
 order by {{order}}
