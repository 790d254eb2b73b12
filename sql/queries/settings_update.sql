-- settings_update: stores the settings as they are after a patch
-- W tenant
-- $2 settings (jsonb: all members)
with changed as (
  update app.settings
     set revision = revision + 1,
         time_zone = $2::jsonb ->> 'time_zone',
         locale = $2::jsonb ->> 'locale',
         expiring_days = ($2::jsonb ->> 'expiring_days')::integer,
         no_response_grace_days = ($2::jsonb ->> 'no_response_grace_days')::integer,
         return_days = ($2::jsonb ->> 'return_days')::integer,
         review_months = $2::jsonb -> 'review_months',
         scoring_model = $2::jsonb ->> 'scoring_model',
         requester = normalize(($2::jsonb -> 'requester')::text, NFC)::jsonb,
         attributes = $2::jsonb -> 'attributes',
         allow_unscanned_evidence = ($2::jsonb ->> 'allow_unscanned_evidence')::boolean
   where tenant_id = $1::uuid
  returning *),
gone as (
  delete from app.cors_origins o
   where o.tenant_id = $1::uuid and not $2::jsonb -> 'cors_origins' ? o.origin),
come as (
  insert into app.cors_origins (tenant_id, origin)
  select $1::uuid, jsonb_array_elements_text($2::jsonb -> 'cors_origins')
  on conflict do nothing)
select c.revision, c.time_zone, c.locale, c.expiring_days, c.no_response_grace_days, c.return_days,
       c.review_months, c.scoring_model, c.requester, $2::jsonb -> 'cors_origins' as cors_origins, c.attributes,
       c.allow_unscanned_evidence
  from changed c
