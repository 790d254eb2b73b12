-- report_trend: the bands at the end of each month, from the scores appended up to then
-- R tenant
-- filters reports
--   `months`: so many, the running one is the last. Each score counts from the month it was appended in up to the month before the next one, or
--   before the supplier was archived: what begins and what ends in a month is added up over the
--   months, so no score is looked at once for each month. A month in which another scoring model
--   came is marked: what stands before and behind that day is not of the same measure.
with dates as (
  select t.time_zone, array['very_high', 'high', 'moderate', 'low', 'very_low'] as bands,
         date_trunc('month', $now::timestamptz at time zone t.time_zone) as last,
         date_trunc('month', $now::timestamptz at time zone t.time_zone)
           - make_interval(months => $months::integer - 1) as first
    from app.settings t
   where t.tenant_id = $1::uuid),
spans as (
  select {{> standing s=r}} as standing, r.score_micro, r.created_at as begins,
         least(lead(r.created_at) over (partition by r.supplier_id order by r.created_at, r.id),
               case when s.archived_at <= $now::timestamptz then s.archived_at end) as ends
    from app.risk_scores r
    join app.suppliers s on s.tenant_id = $1::uuid and s.id = r.supplier_id
   where r.tenant_id = $1::uuid and r.created_at <= $now::timestamptz{{filters}}),
lives as (
  select s.created_at as begins,
         case when s.archived_at <= $now::timestamptz then s.archived_at end as ends
    from app.suppliers s
   where s.tenant_id = $1::uuid and s.created_at <= $now::timestamptz{{filters}}),
moves as (
  select greatest(d.first, date_trunc('month', x.begins at time zone d.time_zone)) as month,
         x.standing, count(*) as n, sum(x.score_micro::bigint) as score
    from spans x cross join dates d
   where x.standing <> 'unassessed'
   group by 1, 2
  union all
  select greatest(d.first, date_trunc('month', x.ends at time zone d.time_zone)), x.standing,
         -count(*), -sum(x.score_micro::bigint)
    from spans x cross join dates d
   where x.standing <> 'unassessed' and x.ends is not null
   group by 1, 2
  union all
  select greatest(d.first, date_trunc('month', x.begins at time zone d.time_zone)), 'all',
         count(*), 0
    from lives x cross join dates d
   group by 1
  union all
  select greatest(d.first, date_trunc('month', x.ends at time zone d.time_zone)), 'all',
         -count(*), 0
    from lives x cross join dates d
   where x.ends is not null
   group by 1)
select to_char(g.month, 'YYYY-MM') as month,
       coalesce(sum(m.n) filter (where m.standing = 'very_high'), 0)::integer as "bands.very_high",
       coalesce(sum(m.n) filter (where m.standing = 'high'), 0)::integer as "bands.high",
       coalesce(sum(m.n) filter (where m.standing = 'moderate'), 0)::integer as "bands.moderate",
       coalesce(sum(m.n) filter (where m.standing = 'low'), 0)::integer as "bands.low",
       coalesce(sum(m.n) filter (where m.standing = 'very_low'), 0)::integer as "bands.very_low",
       (coalesce(sum(m.n) filter (where m.standing = 'all'), 0)
        - coalesce(sum(m.n) filter (where m.standing <> 'all'), 0))::integer as unassessed,
       coalesce(sum(m.n) filter (where m.standing = 'no_response'), 0)::integer
         as "apart.no_response",
       coalesce(sum(m.n) filter (where m.standing = 'partial'), 0)::integer as "apart.partial",
       coalesce(sum(m.n) filter (where m.standing = 'not_judged'), 0)::integer
         as "apart.not_judged",
       round(sum(m.score) filter (where m.standing = any (d.bands))
             / nullif(sum(m.n) filter (where m.standing = any (d.bands)), 0))::integer
         as "mean_score:micro",
       coalesce(
         (select c.scoring_model from app.model_changes c
           where c.tenant_id = $1::uuid and c.day < (g.month + interval '1 month')::date
           order by c.day desc limit 1),
         (select c.scoring_model_from from app.model_changes c
           where c.tenant_id = $1::uuid
           order by c.day limit 1),
         (select t.scoring_model from app.settings t where t.tenant_id = $1::uuid))
         as model_version,
       (select coalesce(json_agg(json_build_object('day', c.day, 'from', c.scoring_model_from,
                 'to', c.scoring_model, 'suppliers', c.suppliers) order by c.day), '[]')
          from app.model_changes c
         where c.tenant_id = $1::uuid and c.day >= g.month::date
           and c.day < (g.month + interval '1 month')::date) as model_changes
  from dates d
  cross join generate_series(d.first, d.last, interval '1 month') g (month)
  left join moves m on m.month <= g.month
 group by g.month, d.bands
 order by g.month
