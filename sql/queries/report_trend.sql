-- report_trend: the bands at the end of each month, from the scores appended up to then
-- R tenant
-- $2 now
-- $3 months (the running one is the last)
with months as (
  select (date_trunc('month', d.today) - make_interval(months => n))::date as month,
         least((date_trunc('month', d.today) + make_interval(months => 1 - n))
                 at time zone d.time_zone, $2::timestamptz + interval '1 microsecond') as until
    from (select t.time_zone, $2::timestamptz at time zone t.time_zone as today
            from app.settings t
           where t.tenant_id = $1::uuid) d
    cross join generate_series(0, $3::integer - 1) n),
scores as (
  select r.supplier_id, r.band, r.score_micro, r.created_at,
         lead(r.created_at) over (partition by r.supplier_id order by r.created_at, r.id)
           as next_at
    from app.risk_scores r
   where r.tenant_id = $1::uuid),
there as (
  select s.id, s.created_at, s.archived_at
    from app.suppliers s
   where s.tenant_id = $1::uuid)
select to_char(m.month, 'YYYY-MM') as month,
       count(*) filter (where c.band = 'very_high') as "bands.very_high",
       count(*) filter (where c.band = 'high') as "bands.high",
       count(*) filter (where c.band = 'moderate') as "bands.moderate",
       count(*) filter (where c.band = 'low') as "bands.low",
       count(*) filter (where c.band = 'very_low') as "bands.very_low",
       count(s.id) filter (where c.band is null) as unassessed,
       round(avg(c.score_micro) filter (where c.band is not null))::integer as "mean_score:micro"
  from months m
  left join there s on s.created_at < m.until
       and (s.archived_at is null or s.archived_at >= m.until)
  left join scores c on c.supplier_id = s.id and c.created_at < m.until
       and (c.next_at is null or c.next_at >= m.until)
 group by m.month
 order by m.month
