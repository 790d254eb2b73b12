-- What clients see of a tenant's settings; `s` is app.settings.
s.revision, s.time_zone, s.locale, s.expiring_days, s.no_response_grace_days, s.return_days,
       s.review_months, s.scoring_model, s.requester,
       to_jsonb(array(select o.origin from app.cors_origins o where o.tenant_id = $1::uuid
                       order by o.origin collate "C")) as cors_origins,
       s.attributes, s.allow_unscanned_evidence
