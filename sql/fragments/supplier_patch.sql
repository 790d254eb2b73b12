-- Master data by a merge patch; `s` is app.suppliers, {{of}} the patch.
name = case when {{of}} ? 'name' then normalize({{of}} ->> 'name', NFC) else s.name end,
       name_kana = case when {{of}} ? 'name_kana'
         then normalize({{of}} ->> 'name_kana', NFC) else s.name_kana end,
       corporate_number = case when {{of}} ? 'corporate_number'
         then normalize({{of}} ->> 'corporate_number', NFKC) else s.corporate_number end,
       country = coalesce({{of}} ->> 'country', s.country),
       kind = coalesce({{of}} ->> 'kind', s.kind),
       website = case when {{of}} ? 'website' then {{of}} ->> 'website' else s.website end,
       addresses = case when {{of}} ? 'addresses'
         then normalize({{of}} ->> 'addresses', NFC)::jsonb else s.addresses end,
       services = case when {{of}} ? 'services'
         then normalize({{of}} ->> 'services', NFC)::jsonb else s.services end
