-- Whether the link that `l` was made with was revoked.
exists (select from app.links o
             where o.tenant_id = $1::uuid and o.id = l.parent_id and o.revoked_at is not null)
