-- merge_findings_keep: a finding that was there twice was first seen when either was
-- W tenant
-- $2 pairs (jsonb array of {kept, other, revision})
--   Its revision rises beyond the steps it takes over.
with pairs as materialized (
  select (w ->> 'kept')::uuid as kept, o.first_seen_at, o.last_seen_at,
         2 * (w ->> 'revision')::integer as last
    from jsonb_array_elements($2::jsonb) as w
    join app.findings o on o.tenant_id = $1::uuid and o.id = (w ->> 'other')::uuid)
update app.findings f
   set revision = p.last + 1, first_seen_at = least(f.first_seen_at, p.first_seen_at),
       last_seen_at = greatest(f.last_seen_at, p.last_seen_at)
  from pairs p
 where f.tenant_id = $1::uuid and f.id = p.kept
