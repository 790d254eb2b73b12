-- report_heat_map: active suppliers by impact and likelihood, each rounded half up to 1..5
-- R tenant
-- filters reports
--   `ids`: so many of a cell are told, at most. Rows without a cell count those that are not scored, each standing apart. Exact, by scan.
with placed as (
  select p.id, p.score_micro,
         case when p.standing = p.band then (p.impact_micro + 500000) / 1000000 end as impact,
         case when p.standing = p.band then (p.likelihood_micro + 500000) / 1000000 end
           as likelihood,
         case when p.standing is distinct from p.band then p.standing end as apart
    from (select s.*, {{> standing}} as standing
            from app.suppliers s
           where s.tenant_id = $1::uuid and s.status = 'active'{{filters}}) p),
ranked as (
  select p.*, row_number() over (partition by p.impact, p.likelihood, p.apart
                                 order by p.score_micro desc, p.id) as place
    from placed p)
select r.impact, r.likelihood, r.apart, count(*) as count,
       to_json(array_agg(r.id order by r.place) filter (where r.place <= $ids::integer)) as ids
  from ranked r
 group by r.impact, r.likelihood, r.apart
 order by r.impact nulls first, r.likelihood, r.apart
