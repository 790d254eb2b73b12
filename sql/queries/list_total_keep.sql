-- list_total_keep: how many rows a list has now, or of them one value of a filter
-- W tenant
-- $2 list $3 filter (empty: all rows) $4 value $5 total $6 now
insert into app.list_totals as l (tenant_id, list, filter, value, total, counted_at)
values ($1::uuid, $2::text, $3::text, $4::text, $5::bigint, $6::timestamptz)
    on conflict (tenant_id, list, filter, value)
    do update set total = excluded.total, counted_at = excluded.counted_at
