-- report_heat_map: active suppliers by impact and likelihood, each rounded half up to 1..5
-- R tenant
-- $2 tier $3 kind
-- $4 ids (of a cell, at most)
--   The first row, without a cell, counts those that are not assessed. Exact, by scan.
with placed as (
  select s.id, s.score_micro,
         case when s.band is not null then (s.impact_micro + 500000) / 1000000 end as impact,
         case when s.band is not null then (s.likelihood_micro + 500000) / 1000000 end
           as likelihood
    from app.suppliers s
   where s.tenant_id = $1::uuid and s.status = 'active'
     and ($2::text[] is null or s.tier = any ($2::text[]))
     and ($3::text[] is null or s.kind = any ($3::text[]))),
ranked as (
  select p.*, row_number() over (partition by p.impact, p.likelihood
                                 order by p.score_micro desc, p.id) as place
    from placed p)
select r.impact, r.likelihood, count(*) as count,
       to_json(array_agg(r.id order by r.place) filter (where r.place <= $4::integer)) as ids
  from ranked r
 group by r.impact, r.likelihood
 order by r.impact nulls first, r.likelihood
