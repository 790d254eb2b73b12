-- supplier_scheme_gap: where a supplier stands with each requirement of a scheme
-- R tenant
-- $2 id
-- $3 scheme
-- $4 as_of (of certificates; null: today where the tenant is) $5 now
-- $6 language
with kinds (kind) as materialized (
  {{> scheme_kinds}}),
demands as materialized (
  {{> scheme_demands}})
select s.id as "supplier.id", s.name as "supplier.name", f.code as "scheme.code",
       {{> scheme_title of=f.document}} as "scheme.title", {{> tenant_day}} as as_of,
       s.recommended_star, json_array_length({{> profile_missing}}) > 0 as recommended_star_provisional,
       o.star_held,
       (select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'state', {{> certificate_state}},
                 'expires_on', c.expires_on, 'expiry_assumed', c.expiry_assumed) order by c.expires_on desc nulls last, c.id), '[]')
          from app.certificates c
         where c.tenant_id = $1::uuid and c.supplier_id = s.id and c.kind in (select k.kind from kinds k))
         as certificates,
       p.counts, p.requirements
  from app.suppliers s
  join app.schemes f on f.tenant_id = $1::uuid and f.code = $3::text
 cross join lateral (
   select h.held, h.star_held, ({{> scheme_said of=s.id}}) as said,
          ({{> scheme_waiting of=s.id}}) as waiting
     from ({{> scheme_held of=s.id}}) h
   offset 0) o
 cross join lateral (
   select {{> scheme_counts}} as counts,
          json_agg(json_build_object('id', g.id, 'scheme', g.scheme, 'area', g.area, 'title', g.title,
            'criteria', g.criteria, 'status', g.status, 'asked', g.asked,
            'answers', coalesce(g.answers, '[]')) order by g.place) as requirements
     from ({{> scheme_states}}) g) p
 where s.tenant_id = $1::uuid and s.id = $2::uuid
