-- webhook_signing: the secrets that sign for an endpoint now, the newest first; the service may not read them
-- R admin
-- $1 tenant_id $2 endpoint_id
select encode(s.secret, 'hex') as secret, encode(s.signing_key, 'hex') as signing_key
  from app.webhook_secrets s
 where s.tenant_id = $1::uuid and s.endpoint_id = $2::uuid and (s.ends_at is null or s.ends_at > now())
 order by s.created_at desc, s.id desc
 limit 2
