-- report_scheme_gap: one page of active suppliers, and where each stands with each requirement of a scheme
-- R tenant
-- page app.suppliers s
-- only s.status = 'active'
-- filters reports
-- lead owner country kind tier
-- key s.id as supplier_id
-- sort -created_at: s.created_at desc timestamptz 'infinity'
-- sort created_at: s.created_at asc timestamptz '-infinity'
with kinds (kind) as materialized (
  {{> scheme_kinds}}),
demands as materialized (
  {{> scheme_demands}})
select s.id as "supplier.id", s.name as "supplier.name", s.recommended_star,
       o.star_held, p.counts, p.requirements,
       {{sort_value}}
  from {{page}}
 cross join lateral (
   select h.held, h.star_held, ({{> scheme_said of=s.id}}) as said,
          ({{> scheme_waiting of=s.id}}) as waiting
     from ({{> scheme_held of=s.id}}) h
   offset 0) o
 cross join lateral (
   select {{> scheme_counts}} as counts,
          json_agg(json_build_object('id', g.id, 'status', g.status, 'asked', g.asked) order by g.place)
            as requirements
     from ({{> scheme_states}}) g) p
 order by {{order}}
