-- merge_supplier: what the survivor does not know it takes from the other; tags are those of both
-- W tenant
-- $2 from $3 into
update app.suppliers s
   set name_kana = coalesce(s.name_kana, f.name_kana),
       corporate_number = coalesce(s.corporate_number, f.corporate_number),
       owner = coalesce(s.owner, f.owner), website = coalesce(s.website, f.website),
       addresses = case when s.addresses = '[]'::jsonb then f.addresses else s.addresses end,
       services = case when s.services = '[]'::jsonb then f.services else s.services end,
       profile = f.profile || s.profile, attributes = f.attributes || s.attributes,
       tags = array(select unnest(s.tags) union select unnest(f.tags) order by 1)
  from app.suppliers f
 where s.tenant_id = $1::uuid and s.id = $3::uuid
   and f.tenant_id = $1::uuid and f.id = $2::uuid
