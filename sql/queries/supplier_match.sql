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
-- $19 record_volume
-- $20 access_level
-- $21 subcontracting
-- $22 updated_at_gte
-- $23 updated_at_lt
-- $24 external_source
-- $25 external_id
-- $26 limit
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid
   {{> supplier_filters}}
   and s.status = 'active'
 order by s.id
 limit $26::integer
