-- link_count: how many links of a response lead to sections of it now
-- R tenant
-- $2 response_id
-- $3 now
select count(*) as number
  from app.links l
 where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.sections is not null
   and l.revoked_at is null and l.expires_at > $3::timestamptz
