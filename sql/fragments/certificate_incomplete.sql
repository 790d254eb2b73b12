-- Whether a certificate lacks its number or, where its kind has one, its last day; `c` is
-- app.certificates.
(c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')))
