-- The columns of a contact that a body decides; {{of}} is the body.
normalize({{of}} ->> 'name', NFC) as name, {{of}} ->> 'email' as email, {{of}} ->> 'phone' as phone,
         normalize({{of}} ->> 'role', NFC) as role, coalesce({{of}} ->> 'locale', 'ja') as locale
