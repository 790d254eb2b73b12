-- What clients see of an import profile; `x` is app.import_profiles.
x.id, x.revision, x.kind, x.code, x.name, x.built_in, x.columns,
       '{"source": null, "country": null, "kind": null, "contact_role": null, "contact_locale": null}'::jsonb
         || x.constants as constants,
       x.created_at, x.created_by, x.updated_at
