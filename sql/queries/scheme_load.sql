-- scheme_load: the built-in schemes that a tenant lacks
-- W tenant
-- $2 catalogue (jsonb: data/schemes.json)
-- $3 now
--   A code that the tenant has made its own stays as it is.
insert into app.schemes (tenant_id, id, code, built_in, document, created_at, updated_at)
select $1::uuid, gen_random_uuid(), c.value ->> 'code', true,
       c.value || jsonb_build_object('areas', $2::jsonb -> 'areas'), $3::timestamptz, $3::timestamptz
  from jsonb_array_elements($2::jsonb -> 'schemes') c
    on conflict do nothing
returning id
