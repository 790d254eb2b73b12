-- Master data by a merge patch; `s` is app.suppliers, {{of}} the patch.
name = case when {{of}} ? 'name' then normalize({{of}} ->> 'name', NFC) else s.name end,
       name_kana = case when {{of}} ? 'name_kana'
         then normalize({{of}} ->> 'name_kana', NFC) else s.name_kana end,
       corporate_number = case when {{of}} ? 'corporate_number'
         then normalize({{of}} ->> 'corporate_number', NFKC) else s.corporate_number end,
       country = coalesce({{of}} ->> 'country', s.country),
       kind = coalesce({{of}} ->> 'kind', s.kind)
