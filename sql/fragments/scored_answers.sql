-- The answers of response {{response}} by question in the scorer's form; {{zone}} is the tenant's time
-- zone.
(select coalesce(json_object_agg(a.code, {{> counted_answer}}
                 || jsonb_build_object('evidence', coalesce(a.review ->> 'evidence', 'self'),
                      'answered_at', (a.answered_at at time zone {{zone}})::date)), '{}')
          from app.answers a
         where a.tenant_id = $1::uuid and a.response_id = {{response}})
