-- What is shown of a client; `c` is app.clients. Its id for OAuth names the tenant, too.
c.id, c.revision, c.id::text || '.' || c.tenant_id::text as client_id, c.name, to_jsonb(c.scopes) as scopes, c.active, c.keys,
       (select coalesce(jsonb_agg(jsonb_build_object('id', s.id,
                 'created_at', {{> instant of=s.created_at}}, 'created_by', s.created_by,
                 'last_used_at', {{> instant of=s.last_used_at}}) order by s.created_at, s.id), '[]')
          from app.client_secrets s
         where s.tenant_id = $1::uuid and s.client_id = c.id) as secrets,
       c.created_at, c.created_by, c.updated_at
