-- tenant_instants: when days begin where the tenant is
-- R tenant
-- $2 days (jsonb array of {row, day})
select d.row, {{> instant of=d.at}} as at
  from app.settings t
 cross join lateral (
    select (w.value ->> 'row')::integer as row, ((w.value ->> 'day')::date::timestamp at time zone t.time_zone) as at
      from jsonb_array_elements($2::jsonb) as w (value)) d
 where t.tenant_id = $1::uuid
