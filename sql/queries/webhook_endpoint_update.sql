-- webhook_endpoint_update: merge patch of a webhook endpoint; no row when nothing would be different
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
-- $4 scopes (text[])
-- $5 now
with wanted as (
  select coalesce($3::jsonb ->> 'url', e.url) as url,
         case when not $3::jsonb ? 'types' then e.types
              when jsonb_typeof($3::jsonb -> 'types') = 'array'
              then array(select jsonb_array_elements_text($3::jsonb -> 'types')) end as types,
         coalesce($3::jsonb ->> 'format', e.format) as format,
         coalesce(($3::jsonb ->> 'full')::boolean, e.full_body) as full_body,
         case when $3::jsonb ? 'description' then normalize($3::jsonb ->> 'description', NFC)
              else e.description end as description,
         coalesce(($3::jsonb ->> 'active')::boolean, e.active) as active
    from app.webhook_endpoints e
   where e.tenant_id = $1::uuid and e.id = $2::uuid)
update app.webhook_endpoints e
   set url = w.url, types = w.types, format = w.format, full_body = w.full_body, description = w.description, active = w.active,
       disabled_because = case when w.active then null else e.disabled_because end,
       scopes = $4::text[], revision = e.revision + 1, updated_at = $5::timestamptz
  from wanted w
 where e.tenant_id = $1::uuid and e.id = $2::uuid
   and (e.url, e.types, e.format, e.full_body, e.description, e.active)
       is distinct from (w.url, w.types, w.format, w.full_body, w.description, w.active)
returning e.id
