-- sweep_begin: the day's row, unless there is one
-- W tenant
-- $2 day $3 now
insert into app.sweeps (tenant_id, day, started_at)
values ($1::uuid, $2::date, $3::timestamptz)
on conflict (tenant_id, day) do nothing
