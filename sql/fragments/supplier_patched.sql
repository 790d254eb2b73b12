-- Master data as a merge patch makes it; `s` is app.suppliers, {{of}} the patch.
case when {{of}} ? 'name' then normalize({{of}} ->> 'name', NFC) else s.name end as name,
         case when {{of}} ? 'name_kana'
           then normalize({{of}} ->> 'name_kana', NFC) else s.name_kana end as name_kana,
         case when {{of}} ? 'corporate_number'
           then normalize({{of}} ->> 'corporate_number', NFKC) else s.corporate_number end as corporate_number,
         coalesce({{of}} ->> 'country', s.country) as country, coalesce({{of}} ->> 'kind', s.kind) as kind,
         case when {{of}} ? 'website' then {{of}} ->> 'website' else s.website end as website,
         case when {{of}} ? 'addresses'
           then normalize({{of}} ->> 'addresses', NFC)::jsonb else s.addresses end as addresses,
         case when {{of}} ? 'services'
           then normalize({{of}} ->> 'services', NFC)::jsonb else s.services end as services
