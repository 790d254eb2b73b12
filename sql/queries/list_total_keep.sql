-- list_total_keep: how many rows a list has now
-- W tenant
-- $2 list $3 total $4 now
insert into app.list_totals as l (tenant_id, list, total, counted_at)
values ($1::uuid, $2::text, $3::bigint, $4::timestamptz)
    on conflict (tenant_id, list) do update set total = excluded.total, counted_at = excluded.counted_at
