-- merge_finding_acceptances: what was accepted of a finding that goes is history of the one that stays
-- W tenant
-- $2 pairs (jsonb array of {kept, other}) $3 now
--   It was decided about another state of affairs, so what holds ends.
update app.risk_acceptances a
   set finding_id = p.kept,
       ended_reason = case when a.ended_at is null then 'closed' else a.ended_reason end,
       ended_at = case when a.ended_at is null then $3::timestamptz else a.ended_at end
  from (select (w ->> 'kept')::uuid as kept, (w ->> 'other')::uuid as other
          from jsonb_array_elements($2::jsonb) as w) p
 where a.tenant_id = $1::uuid and a.finding_id = p.other
