-- report_threats: what each threat comes to over the active suppliers that are scored by their answers
-- R tenant
-- filters reports
with sums as (
  select e.rank, round(avg(e.micro))::integer as mean, max(e.micro) as worst,
         count(*)::integer as suppliers
    from app.suppliers s
    cross join lateral unnest(s.threats) with ordinality e (micro, rank)
   where s.tenant_id = $1::uuid and s.status = 'active' and {{> standing}} = s.band{{filters}}
     and e.micro is not null
   group by e.rank),
worst as (
  select distinct on (n.rank) n.rank, s.id
    from sums n
    join app.suppliers s on s.tenant_id = $1::uuid and s.threats[n.rank] = n.worst
   where s.status = 'active' and {{> standing}} = s.band{{filters}}
   order by n.rank, s.id)
select t.code, t.rank, coalesce(case when $language::text = 'en' then t.name_en end, t.name_ja) as name,
       t.intensity_micro as "intensity:micro", coalesce(n.suppliers, 0) as suppliers,
       n.mean as "mean:micro", n.worst as "worst:micro",
       case when w.id is not null
            then json_build_object('id', w.id, 'name', h.name) end as worst_supplier
  from app.threats t
  left join sums n on n.rank = t.rank
  left join worst w on w.rank = t.rank
  left join app.suppliers h on h.tenant_id = $1::uuid and h.id = w.id
 where t.tenant_id = $1::uuid
 order by t.rank
