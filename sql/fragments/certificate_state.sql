-- The state of a certificate on the day that is asked for; `c` is app.certificates.
case when c.expires_on < {{> tenant_day}} then 'expired'
            when {{> certificate_incomplete}} then 'incomplete'
            when c.expires_on <= {{> tenant_day}} + {{> expiring_days}} then 'expiring'
            else 'valid' end
