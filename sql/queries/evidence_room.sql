-- evidence_room: what the files of the tenant hold, more or less by this; no row when it is too much
-- W tenant
-- $2 bytes (may be negative) $3 most
insert into app.tenant_counters as c (tenant_id, name, value)
select $1::uuid, 'evidence', $2::bigint
 where $2::bigint <= $3::bigint
    on conflict (tenant_id, name) do update
   set value = c.value + excluded.value
 where c.value + excluded.value <= $3::bigint
returning c.value
