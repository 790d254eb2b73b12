-- erasure_get: how far an erasure is
-- R tenant
-- $2 id
select {{> erasure_columns}}
  from app.erasures x
 where x.tenant_id = $1::uuid and x.id = $2::uuid
