-- What a supplier repeats of a contact; `c` has its columns.
json_build_object('id', c.id, 'revision', c.revision, 'name', c.name, 'email', c.email,
         'phone', c.phone, 'role', c.role, 'locale', c.locale, 'source', c.source,
         'deliverable', c.deliverable)
