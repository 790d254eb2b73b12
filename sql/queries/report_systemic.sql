-- report_systemic: suppliers by what they add to the risk of others
-- R tenant
-- $2 limit
select c.first_path[1] as id, n.name, n.computed_band as band, n.score_micro, count(*) as reached,
       sum(c.score_micro - c.own_micro) as importance
  from app.chain_scores c
  join app.suppliers n on n.tenant_id = $1::uuid and n.id = c.first_path[1]
 where c.tenant_id = $1::uuid and c.first_path is not null
 group by c.first_path[1], n.name, n.computed_band, n.score_micro
having sum(c.score_micro - c.own_micro) > 0
 order by importance desc, id
 limit $2::integer
