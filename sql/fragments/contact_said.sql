-- A contact as a system says it, as it would be stored; {{of}} is the contact that was sent.
jsonb_build_object('name', normalize({{of}} ->> 'name', NFC), 'email', {{of}} ->> 'email',
         'phone', {{of}} ->> 'phone', 'role', normalize({{of}} ->> 'role', NFC),
         'locale', coalesce({{of}} ->> 'locale', 'ja'))
