-- The date where the tenant is; needs $now.
(select ($now::timestamptz at time zone t.time_zone)::date
          from app.settings t
         where t.tenant_id = $1::uuid)
