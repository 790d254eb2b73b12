-- What clients see of a scheme without its requirements; `c` is app.schemes; needs $language.
c.id, c.revision, c.code, c.built_in, c.document ->> 'version' as version,
       {{> scheme_title of=c.document}} as title,
       c.document ->> 'publisher' as publisher, (c.document ->> 'final_since')::date as final_since,
       c.document ->> 'judged_by' as judged_by, (c.document ->> 'valid_years')::integer as valid_years,
       c.certificate_kind, c.includes, (c.document ->> 'criteria')::integer as criteria,
       jsonb_array_length(c.document -> 'requirements') as requirement_count,
       c.created_at, c.updated_at
