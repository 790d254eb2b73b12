-- report_summary: how many suppliers, responses, reviews, ... stand where; exact, by scan
-- R tenant
-- filters reports
with dates as (
  select {{> tenant_today}} as today),
groups as (
  select s.status, s.tier, {{> standing}} as standing, s.band_reason, s.assessment_status,
         count(*) as n,
         count(*) filter (where s.next_review_on < d.today) as overdue,
         count(*) filter (where s.next_review_on between d.today and d.today + 30) as due
    from app.suppliers s
    cross join dates d
   where s.tenant_id = $1::uuid{{filters}}
   group by 1, 2, 3, 4, 5),
active as (select * from groups where status = 'active'),
tiers as (
  select json_object_agg(x.tier, json_build_object(
           'total', coalesce(x.total, 0), 'very_high', coalesce(x.very_high, 0),
           'high', coalesce(x.high, 0), 'moderate', coalesce(x.moderate, 0),
           'low', coalesce(x.low, 0), 'very_low', coalesce(x.very_low, 0),
           'unassessed', coalesce(x.unassessed, 0), 'apart', json_build_object(
             'no_response', coalesce(x.no_response, 0), 'partial', coalesce(x.partial, 0),
             'not_judged', coalesce(x.not_judged, 0))) order by x.tier) as tiers
    from (select v.tier, sum(a.n) as total,
                 sum(a.n) filter (where a.standing = 'very_high') as very_high,
                 sum(a.n) filter (where a.standing = 'high') as high,
                 sum(a.n) filter (where a.standing = 'moderate') as moderate,
                 sum(a.n) filter (where a.standing = 'low') as low,
                 sum(a.n) filter (where a.standing = 'very_low') as very_low,
                 sum(a.n) filter (where a.standing = 'unassessed') as unassessed,
                 sum(a.n) filter (where a.standing = 'no_response') as no_response,
                 sum(a.n) filter (where a.standing = 'partial') as partial,
                 sum(a.n) filter (where a.standing = 'not_judged') as not_judged
            from (values ('T1'), ('T2'), ('T3'), ('T4')) v (tier)
            left join active a on a.tier = v.tier
           group by v.tier) x),
asked as (
  select count(*) filter (where r.state = 'requested') as requested,
         count(*) filter (where r.state = 'in_progress') as in_progress,
         count(*) filter (where r.state = 'submitted') as submitted,
         count(*) filter (where r.state = 'returned') as returned,
         count(*) filter (where {{> with_supplier}} and r.due_on < d.today) as overdue
    from app.responses r
    cross join dates d
   where r.tenant_id = $1::uuid
     and {{> is_open}} and {{> of_chosen of=r.supplier_id}}),
found as (
  select count(*) filter (where f.state = 'open') as open,
         count(*) filter (where f.state = 'accepted') as accepted
    from app.findings f
   where f.tenant_id = $1::uuid and {{> of_chosen of=f.supplier_id}}),
planned as (
  select count(*) filter (where m.state = 'planned') as planned,
         count(*) filter (where m.state = 'in_progress') as in_progress,
         count(*) filter (where m.state = 'implemented') as implemented,
         count(*) filter (where {{> measure_in_hand}} and m.due_on < d.today)
           as overdue
    from app.measures m
    cross join dates d
   where m.tenant_id = $1::uuid and m.state in ('planned', 'in_progress', 'implemented')
     and {{> of_chosen of=m.supplier_id}})
select d.today as as_of,
       coalesce((select sum(n) from active), 0)::integer as "suppliers.active",
       coalesce((select sum(n) from groups where status = 'archived'), 0)::integer
         as "suppliers.archived",
       coalesce(b.very_high, 0)::integer as "bands.very_high",
       coalesce(b.high, 0)::integer as "bands.high",
       coalesce(b.moderate, 0)::integer as "bands.moderate",
       coalesce(b.low, 0)::integer as "bands.low",
       coalesce(b.very_low, 0)::integer as "bands.very_low",
       coalesce(b.unassessed, 0)::integer as unassessed,
       coalesce(b.silent, 0)::integer as "apart.no_response",
       coalesce(b.partial, 0)::integer as "apart.partial",
       coalesce(b.not_judged, 0)::integer as "apart.not_judged",
       coalesce(b.computed, 0)::integer as "band_reasons.computed",
       coalesce(b.no_response, 0)::integer as "band_reasons.no_response",
       coalesce(b.profile_incomplete, 0)::integer as "band_reasons.profile_incomplete",
       coalesce(b.answers_incomplete, 0)::integer as "band_reasons.answers_incomplete",
       coalesce(b.old, 0)::integer as "band_reasons.stale",
       coalesce(b.open_incident, 0)::integer as "band_reasons.open_incident",
       coalesce(b.override, 0)::integer as "band_reasons.override",
       coalesce(b.never_asked, 0)::integer as "assessment_status.never_asked",
       coalesce(b.asked, 0)::integer as "assessment_status.asked",
       coalesce(b.partial, 0)::integer as "assessment_status.partial",
       coalesce(b.not_judged, 0)::integer as "assessment_status.not_judged",
       coalesce(b.silent, 0)::integer as "assessment_status.no_response",
       coalesce(b.assessed, 0)::integer as "assessment_status.assessed",
       coalesce(b.stale, 0)::integer as "assessment_status.stale",
       t.tiers,
       q.requested as "responses.requested", q.in_progress as "responses.in_progress",
       q.submitted as "responses.submitted", q.returned as "responses.returned",
       q.overdue as "responses.overdue",
       coalesce(b.overdue, 0)::integer as "reviews.overdue",
       coalesce(b.due, 0)::integer as "reviews.due_in_30_days",
       f.open as "findings.open", f.accepted as "findings.accepted",
       p.planned as "measures.planned", p.in_progress as "measures.in_progress",
       p.implemented as "measures.implemented", p.overdue as "measures.overdue",
       (select count(*) from app.incidents i
         where i.tenant_id = $1::uuid and i.state = 'open' and {{> of_chosen of=i.supplier_id}}) as open_incidents,
       (select count(*) from app.overrides o
         where o.tenant_id = $1::uuid and o.state = 'active' and {{> of_chosen of=o.supplier_id}}) as active_overrides
  from dates d
  cross join tiers t
  cross join asked q
  cross join planned p
  cross join found f
  cross join (
    select sum(n) filter (where standing = 'very_high') as very_high,
           sum(n) filter (where standing = 'high') as high,
           sum(n) filter (where standing = 'moderate') as moderate,
           sum(n) filter (where standing = 'low') as low,
           sum(n) filter (where standing = 'very_low') as very_low,
           sum(n) filter (where standing = 'unassessed') as unassessed,
           sum(n) filter (where band_reason = 'computed') as computed,
           sum(n) filter (where band_reason = 'no_response') as no_response,
           sum(n) filter (where band_reason = 'profile_incomplete') as profile_incomplete,
           sum(n) filter (where band_reason = 'answers_incomplete') as answers_incomplete,
           sum(n) filter (where band_reason = 'stale') as old,
           sum(n) filter (where band_reason = 'open_incident') as open_incident,
           sum(n) filter (where band_reason = 'override') as override,
           sum(n) filter (where assessment_status = 'never_asked') as never_asked,
           sum(n) filter (where assessment_status = 'asked') as asked,
           sum(n) filter (where assessment_status = 'partial') as partial,
           sum(n) filter (where assessment_status = 'not_judged') as not_judged,
           sum(n) filter (where assessment_status = 'no_response') as silent,
           sum(n) filter (where assessment_status = 'assessed') as assessed,
           sum(n) filter (where assessment_status = 'stale') as stale,
           sum(overdue) as overdue, sum(due) as due
      from active) b
