-- What is shown of a webhook endpoint `e`; the instant is `now`.
e.id, e.revision, e.url, to_jsonb(e.types) as types, e.format, e.full_body as "full", e.description, e.active, e.disabled_because,
       to_jsonb(e.scopes) as scopes,
       (select jsonb_build_object('position', q.position, 'behind', greatest(c.value - q.position, 0),
                 'failures', q.failures, 'failing_since', {{> instant of=q.failing_since}},
                 'next_attempt_at', case when q.failures > 0 and q.state <> 'off'
                                         then {{> instant of=q.available_at}} end,
                 'last_delivered_at', {{> instant of=q.delivered_at}},
                 'redelivering', q.again_after is not null)
          from app.webhook_queues q
          join app.tenant_counters c on c.tenant_id = q.tenant_id and c.name = 'events'
         where q.tenant_id = $1::uuid and c.tenant_id = $1::uuid and q.endpoint_id = e.id) as delivery,
       (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'created_at', {{> instant of=s.created_at}},
                 'created_by', s.created_by, 'public_key', 'whpk_' || encode(s.public_key, 'base64'), 'ends_at', {{> instant of=s.ends_at}}) order by s.created_at, s.id), '[]')
          from app.webhook_secrets s
         where s.tenant_id = $1::uuid and s.endpoint_id = e.id
           and (s.ends_at is null or s.ends_at > $now::timestamptz)) as secrets,
       e.created_at, e.created_by, e.updated_at
