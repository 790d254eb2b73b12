-- chain_shown: suppliers of a chain as it is shown
-- R tenant
-- $2 ids (uuid[])
select s.id, s.name, s.profile ->> 'supply_chain_stage' as stage, s.computed_band as band, s.score_micro,
       c.band as chain_band, c.score_micro as chain_micro, s.profile ->> 'substitutability' as substitutability,
       s.profile ->> 'business_dependency' as business_dependency
  from app.suppliers s
  left join app.chain_scores c on c.tenant_id = $1::uuid and c.supplier_id = s.id
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
