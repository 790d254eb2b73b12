-- The state of a certificate on the day that is asked for; `c` is app.certificates.
case when c.expires_on < {{> tenant_day}} then 'expired'
            when c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')) then 'incomplete'
            when c.expires_on <= {{> tenant_day}} + {{> expiring_days}} then 'expiring'
            else 'valid' end
