-- supplier_update: merge patch of master data, profile, tags and owner; raises the revision
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.suppliers s
   set name = case when $3::jsonb ? 'name' then normalize($3::jsonb ->> 'name', NFC) else name end,
       name_kana = case when $3::jsonb ? 'name_kana'
         then normalize($3::jsonb ->> 'name_kana', NFC) else name_kana end,
       corporate_number = case when $3::jsonb ? 'corporate_number'
         then normalize($3::jsonb ->> 'corporate_number', NFKC) else corporate_number end,
       country = coalesce($3::jsonb ->> 'country', country),
       kind = coalesce($3::jsonb ->> 'kind', kind),
       owner = case when $3::jsonb ? 'owner'
         then normalize($3::jsonb ->> 'owner', NFC) else owner end,
       tags = array(
         select tag from (
           select unnest(s.tags) as tag where not $3::jsonb ? 'tags'
           union
           select normalize(jsonb_array_elements_text(coalesce($3::jsonb -> 'tags', '[]')), NFC)
           union
           select normalize(jsonb_array_elements_text(coalesce($3::jsonb -> 'add_tags', '[]')), NFC)
         ) kept
         where tag not in (select normalize(jsonb_array_elements_text(
           coalesce($3::jsonb -> 'remove_tags', '[]')), NFC))
         order by 1),
       data_sensitivity = case when $3::jsonb -> 'profile' ? 'data_sensitivity'
         then $3::jsonb #>> '{profile,data_sensitivity}' else data_sensitivity end,
       business_dependency = case when $3::jsonb -> 'profile' ? 'business_dependency'
         then $3::jsonb #>> '{profile,business_dependency}' else business_dependency end,
       substitutability = case when $3::jsonb -> 'profile' ? 'substitutability'
         then $3::jsonb #>> '{profile,substitutability}' else substitutability end,
       supply_chain_stage = case when $3::jsonb -> 'profile' ? 'supply_chain_stage'
         then $3::jsonb #>> '{profile,supply_chain_stage}' else supply_chain_stage end,
       remote_connection = case when $3::jsonb -> 'profile' ? 'remote_connection'
         then $3::jsonb #>> '{profile,remote_connection}' else remote_connection end,
       network_connectivity = case when $3::jsonb -> 'profile' ? 'network_connectivity'
         then $3::jsonb #>> '{profile,network_connectivity}' else network_connectivity end
 where s.tenant_id = $1::uuid and s.id = $2::uuid
