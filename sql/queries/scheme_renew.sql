-- scheme_renew: the built-in schemes of a tenant as this version knows them
-- W tenant
-- $2 catalogue (jsonb: data/schemes.json)
-- $3 now
update app.schemes n
   set document = c.value || jsonb_build_object('areas', $2::jsonb -> 'areas'), revision = n.revision + 1,
       updated_at = $3::timestamptz
  from jsonb_array_elements($2::jsonb -> 'schemes') c
 where n.tenant_id = $1::uuid and n.built_in and n.code = c.value ->> 'code'
   and n.document <> c.value || jsonb_build_object('areas', $2::jsonb -> 'areas')
