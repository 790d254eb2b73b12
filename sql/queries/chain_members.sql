-- chain_members: suppliers of the chain: what they send on, and what was kept of them
-- R tenant
-- $2 ids (uuid[])
select i.id, coalesce(s.status = 'active', false) as is_active, s.likelihood_micro, s.impact_micro, s.score_micro,
       c.supplier_id is not null as is_stored, c.own_micro, c.score_micro as chain_micro,
       c.first_exposure, c.first_hops, array_to_string(c.first_path, ',') as first_path,
       c.second_exposure, c.second_hops, array_to_string(c.second_path, ',') as second_path
  from unnest($2::uuid[]) as i (id)
  left join app.suppliers s on s.tenant_id = $1::uuid and s.id = i.id
  left join app.chain_scores c on c.tenant_id = $1::uuid and c.supplier_id = i.id
