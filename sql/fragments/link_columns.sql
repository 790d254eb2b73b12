-- What is shown of an answer link; `l` is app.links.
l.id, l.revision, l.response_id, l.contact_id, l.created_at, l.created_by, l.expires_at,
       l.revoked_at, l.revocation_reason, l.used_at
