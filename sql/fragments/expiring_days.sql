-- How long before its last day a certificate is called expiring.
(select t.expiring_days
          from app.settings t
         where t.tenant_id = $1::uuid)
