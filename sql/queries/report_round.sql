-- report_round: the answers of one response in the scorer's form, as of the day they were given
-- R tenant
-- $2 response_id
-- $3 now
select r.id, r.supplier_id, r.questionnaire_id, r.state,
       (coalesce(r.submitted_at, $3::timestamptz) at time zone t.time_zone)::date as as_of,
       json_build_object('data_sensitivity', s.data_sensitivity,
         'business_dependency', s.business_dependency, 'substitutability', s.substitutability,
         'supply_chain_stage', s.supply_chain_stage, 'remote_connection', s.remote_connection,
         'network_connectivity', s.network_connectivity) as profile,
       (select coalesce(json_object_agg(a.code, a.value
                 || case when a.review ->> 'adopted_answer' is null then '{}'::jsonb
                         else jsonb_build_object('answer', a.review ->> 'adopted_answer') end
                 || jsonb_build_object('evidence', coalesce(a.review ->> 'evidence', 'self'),
                      'answered_at', (a.answered_at at time zone t.time_zone)::date)), '{}')
          from app.answers a
         where a.tenant_id = $1::uuid and a.response_id = r.id) as answers
  from app.responses r
  join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and s.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and r.id = $2::uuid
