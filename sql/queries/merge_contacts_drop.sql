-- merge_contacts_drop: people who were there twice are there once
-- W tenant
-- $2 pairs (jsonb array of {kept, other}: contacts)
delete from app.contacts c
 where c.tenant_id = $1::uuid
   and c.id in (select (w ->> 'other')::uuid from jsonb_array_elements($2::jsonb) as w)
