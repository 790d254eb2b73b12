-- supplier_update: merge patch of master data, profile, tags and owner; raises the revision
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.suppliers s
   set {{> supplier_patch}},
       owner = case when $3::jsonb ? 'owner'
         then normalize($3::jsonb ->> 'owner', NFC) else owner end,
       tags = array(
         select tag
           from (select held.tag from unnest(s.tags) as held (tag) where not $3::jsonb ? 'tags'
                 union
                 select normalize(sent.tag, NFC)
                   from jsonb_array_elements_text(coalesce($3::jsonb -> 'tags', '[]')
                          || coalesce($3::jsonb -> 'add_tags', '[]')) as sent (tag)) kept
          where tag not in (
            select normalize(gone.tag, NFC)
              from jsonb_array_elements_text(coalesce($3::jsonb -> 'remove_tags', '[]')) as gone (tag))
          order by 1),
       attributes = jsonb_strip_nulls(
         case when $3::jsonb -> 'attributes' = 'null'::jsonb then '{}'::jsonb else s.attributes end
         || normalize(coalesce($3::jsonb ->> 'attributes', '{}'), NFC)::jsonb),
       profile = jsonb_strip_nulls(s.profile || coalesce($3::jsonb -> 'profile', '{}'))
  from (select s.id, {{> supplier_patched of=$3::jsonb}}
          from app.suppliers s
         where s.tenant_id = $1::uuid and s.id = $2::uuid) n
 where s.tenant_id = $1::uuid and s.id = $2::uuid and s.id = n.id
