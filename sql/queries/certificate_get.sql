-- certificate_get: one certificate as its clients see it
-- R tenant
-- $2 id
-- $3 as_of (null: today where the tenant is) $4 now
select {{> certificate_columns}},
       c.revision || '.' || coalesce($3::date, ($4::timestamptz at time zone t.time_zone)::date)
         || '.' || t.expiring_days as "_etag"
  from app.certificates c
  join app.settings t on t.tenant_id = c.tenant_id
 where c.tenant_id = $1::uuid and t.tenant_id = $1::uuid and c.id = $2::uuid
