-- client_update: merge patch of a client; no row when nothing would be different
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
-- $4 now
with wanted as (
  select coalesce(normalize($3::jsonb ->> 'name', NFC), c.name) as name,
         case when $3::jsonb ? 'scopes'
              then array(select jsonb_array_elements_text($3::jsonb -> 'scopes')) else c.scopes end as scopes,
         coalesce(($3::jsonb ->> 'active')::boolean, c.active) as active,
         case when $3::jsonb ? 'keys' then coalesce(nullif($3::jsonb -> 'keys', 'null'), '[]') else c.keys end as keys
    from app.clients c
   where c.tenant_id = $1::uuid and c.id = $2::uuid)
update app.clients c
   set name = w.name, scopes = w.scopes, active = w.active, keys = w.keys, revision = c.revision + 1,
       updated_at = $4::timestamptz
  from wanted w
 where c.tenant_id = $1::uuid and c.id = $2::uuid
   and (c.name, c.scopes, c.active, c.keys) is distinct from (w.name, w.scopes, w.active, w.keys)
returning c.id
