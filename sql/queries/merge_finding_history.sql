-- merge_finding_history: the steps of a finding that goes stand with those of the one that stays
-- W tenant
-- $2 pairs (jsonb array of {kept, other, revision})
with pairs as materialized (
  select (w ->> 'kept')::uuid as kept, (w ->> 'other')::uuid as other, (w ->> 'revision')::integer as last
    from jsonb_array_elements($2::jsonb) as w)
update app.finding_history h
   set finding_id = p.kept, revision = p.last + h.revision
  from pairs p
 where h.tenant_id = $1::uuid and h.finding_id = p.other
