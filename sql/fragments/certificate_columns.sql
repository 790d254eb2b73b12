-- What clients see of a certificate; `c` is app.certificates, `t` app.settings.
c.id, c.revision, c.supplier_id, c.kind, c.name, c.number, c.scope, c.issued_on,
       c.expires_on, c.renewal_pending, c.evidence,
       case when c.expires_on < coalesce($as_of::date, ($now::timestamptz at time zone t.time_zone)::date)
              then 'expired'
            when c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')) then 'incomplete'
            when c.expires_on <= coalesce($as_of::date, ($now::timestamptz at time zone t.time_zone)::date)
                 + t.expiring_days then 'expiring'
            else 'valid' end as state,
       case when c.question_code is not null
            then json_build_object('questionnaire_code', c.questionnaire_code,
                   'code', c.question_code) end as question,
       c.edited_at, c.created_at, c.updated_at
