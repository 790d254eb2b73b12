-- What is shown of an answer link; `l` is app.links.
l.id, l.revision, l.response_id, l.contact_id,
       case when l.sections is null then 'owner' else 'contributor' end as role,
       to_jsonb(l.sections) as sections, l.label, l.created_at, {{> own_people of=l.created_by}} as created_by, l.expires_at,
       l.revoked_at, l.revocation_reason, l.used_at
