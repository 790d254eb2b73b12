-- What a system says of a link in {{of}} that people may set, too.
jsonb_build_object('dependency', {{of}} -> 'dependency', 'penetration', {{of}} -> 'penetration',
         'since', {{of}} -> 'since', 'until', {{of}} -> 'until')
