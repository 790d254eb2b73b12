-- The answers of response {{of}} by question in the scorer's form; {{zone}} is the tenant's time zone.
-- `claimed` is what the supplier itself had answered where a reviewer adopted another answer.
(select coalesce(json_object_agg(a.code, {{> counted_answer}}
                 || jsonb_build_object('evidence', coalesce(a.review ->> 'evidence', 'self'),
                      'answered_at', (a.answered_at at time zone {{zone}})::date)
                 || case when a.review -> 'adopted' is null then '{}'::jsonb
                         else jsonb_build_object('claimed', coalesce(
                           nullif(a.value -> 'answer', 'null'), nullif(a.value -> 'choice', 'null'),
                           a.value -> 'choices', a.value -> 'number')) end), '{}')
          from ({{> last_answers}}) a)
