-- report_trend: the bands at the end of each month, from the scores appended up to then
-- R tenant
-- $2 now
-- $3 months (the running one is the last)
--   Each score counts from the month it was appended in up to the month before the next one, or
--   before the supplier was archived: what begins and what ends in a month is added up over the
--   months, so no score is looked at once for each month. Months are numbers: year × 12 + month.
with dates as (
  select x.time_zone, x.month as last, x.month - $3::integer + 1 as first
    from (select t.time_zone,
                 (extract(year from $2::timestamptz at time zone t.time_zone) * 12
                  + extract(month from $2::timestamptz at time zone t.time_zone) - 1)::integer
                   as month
            from app.settings t
           where t.tenant_id = $1::uuid) x),
spans as (
  select r.band, r.score_micro, (r.created_at at time zone d.time_zone) as begins,
         (least(lead(r.created_at) over (partition by r.supplier_id order by r.created_at, r.id),
                case when s.archived_at <= $2::timestamptz then s.archived_at end)
            at time zone d.time_zone) as ends, d.first
    from dates d
    join app.risk_scores r on r.tenant_id = $1::uuid and r.created_at <= $2::timestamptz
    join app.suppliers s on s.tenant_id = $1::uuid and s.id = r.supplier_id),
lives as (
  select (s.created_at at time zone d.time_zone) as begins,
         (case when s.archived_at <= $2::timestamptz then s.archived_at end
            at time zone d.time_zone) as ends, d.first
    from dates d
    join app.suppliers s on s.tenant_id = $1::uuid and s.created_at <= $2::timestamptz),
moves as (
  select greatest(first, extract(year from begins) * 12 + extract(month from begins) - 1) as month,
         band, count(*) as n, sum(score_micro::bigint) as score
    from spans where band is not null group by 1, 2
  union all
  select greatest(first, extract(year from ends) * 12 + extract(month from ends) - 1), band,
         -count(*), -sum(score_micro::bigint)
    from spans where band is not null and ends is not null group by 1, 2
  union all
  select greatest(first, extract(year from begins) * 12 + extract(month from begins) - 1),
         'all', count(*), 0
    from lives group by 1
  union all
  select greatest(first, extract(year from ends) * 12 + extract(month from ends) - 1),
         'all', -count(*), 0
    from lives where ends is not null group by 1)
select to_char(make_date(g.number / 12, g.number % 12 + 1, 1), 'YYYY-MM') as month,
       coalesce(sum(m.n) filter (where m.band = 'very_high'), 0)::integer as "bands.very_high",
       coalesce(sum(m.n) filter (where m.band = 'high'), 0)::integer as "bands.high",
       coalesce(sum(m.n) filter (where m.band = 'moderate'), 0)::integer as "bands.moderate",
       coalesce(sum(m.n) filter (where m.band = 'low'), 0)::integer as "bands.low",
       coalesce(sum(m.n) filter (where m.band = 'very_low'), 0)::integer as "bands.very_low",
       (coalesce(sum(m.n) filter (where m.band = 'all'), 0)
        - coalesce(sum(m.n) filter (where m.band <> 'all'), 0))::integer as unassessed,
       round(sum(m.score) / nullif(sum(m.n) filter (where m.band <> 'all'), 0))::integer
         as "mean_score:micro"
  from dates d
  cross join generate_series(d.first, d.last) g (number)
  left join moves m on m.month <= g.number
 group by g.number
 order by g.number
