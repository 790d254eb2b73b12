-- gate_facts: what decides about suppliers, one row for each item asked for, in their order
-- R tenant
-- durable
-- $2 items (jsonb array of {id} or {source, external_id})
-- $3 now
-- $4 as_of (or null: the tenant's today)
--   The policy in force stands in the first row alone. Materialized: compared with a function's result,
--   row-level security keeps the index from being used.
--   A limit within each look-up: it is one by key. A hundred items are assumed, and beside them to read all
--   suppliers of a middling tenant looked cheaper: it was what one item cost in a large one.
with dates as materialized (
  select t.no_response_grace_days as grace, {{> tenant_today}} as today, {{> tenant_day}} as day
    from app.settings t
   where t.tenant_id = $1::uuid),
wanted as materialized (
  select w.position - 1 as index, (w.item ->> 'id')::uuid as id, w.item ->> 'source' as source,
         w.item ->> 'external_id' as external_id,
         normalize(w.item ->> 'source', NFC) as known_source,
         normalize(w.item ->> 'external_id', NFC) as known_id
    from jsonb_array_elements($2::jsonb) with ordinality as w (item, position)),
found as materialized (
  select w.index, w.id as asked_id, w.source, w.external_id,
         coalesce(m.supplier_id, w.id, x.supplier_id) as id
    from wanted w
    left join lateral (
      select a.supplier_id from app.merged_suppliers a
       where a.tenant_id = $1::uuid and a.id = w.id
       limit 1) m on true
    left join lateral (
      select a.supplier_id from app.supplier_external_ids a
       where a.tenant_id = $1::uuid and a.source = w.known_source and a.external_id = w.known_id
       limit 1) x on true)
select f.index, f.asked_id, f.source, f.external_id, s.id, s.kind, s.tier, s.band,
       case when not s.tier_provisional then s.tier end as known_tier,
       s.assessment_status, d.today, d.day,
       case when f.index = 0 then (
         select json_build_object('code', p.code, 'version', p.version,
                  'second_person', p.second_person, 'rules', p.rules)
           from app.gate_policies p
          where p.tenant_id = $1::uuid and p.state = 'published') end as policy,
       (select json_agg(g) from ({{> gate_signals}}) g) as signals,
       (select v.until + 1 from app.overrides v
         where v.tenant_id = $1::uuid and v.supplier_id = s.id and v.state = 'active'
           and v.until >= d.day) as override_ends,
       (select json_agg(json_build_object('id', e.id, 'action', e.action, 'covers', e.covers,
                 'by', case when e.approved_by is null then e.requested_by else e.approved_by end,
                 'reason', e.reason, 'reference', e.reference, 'until', e.until,
                 'ends', e.until + 1) order by e.until, e.id)
          from app.releases e
         where e.tenant_id = $1::uuid and e.supplier_id = s.id and e.state = 'active'
           and e.until >= d.day) as releases,
       exists (
         select from app.request_records q
          where q.tenant_id = $1::uuid and q.supplier_id = s.id and {{> request_is_current}}) as is_asked,
       t.revision as told_revision, t.decisions as told
  from found f
  cross join dates d
  left join lateral (
    select a.* from app.suppliers a
     where a.tenant_id = $1::uuid and a.id = f.id
     limit 1) s on true
  left join lateral (
    select a.revision, a.decisions from app.gate_states a
     where a.tenant_id = $1::uuid and a.supplier_id = s.id
     limit 1) t on true
 order by f.index
