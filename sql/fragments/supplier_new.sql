-- The columns of a new supplier that a body decides; {{of}} is the body.
normalize({{of}} ->> 'name', NFC) as name, normalize({{of}} ->> 'name_kana', NFC) as name_kana,
         normalize({{of}} ->> 'corporate_number', NFKC) as corporate_number,
         coalesce({{of}} ->> 'country', 'JP') as country, coalesce({{of}} ->> 'kind', 'partner') as kind,
         {{of}} ->> 'website' as website,
         normalize(coalesce({{of}} ->> 'addresses', '[]'), NFC)::jsonb as addresses,
         normalize(coalesce({{of}} ->> 'services', '[]'), NFC)::jsonb as services
