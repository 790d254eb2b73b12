-- merge_links: links of people who were there twice lead on for the one that stays
-- W tenant
-- $2 pairs (jsonb array of {kept, other}: contacts)
update app.links l
   set contact_id = p.kept
  from (select (w ->> 'kept')::uuid as kept, (w ->> 'other')::uuid as other
          from jsonb_array_elements($2::jsonb) as w) p
 where l.tenant_id = $1::uuid and l.contact_id = p.other
