-- rescore_load: all that decides a supplier's score and status: profile, basis, open request
-- W tenant
-- $2 supplier_id
-- $3 now
-- $4 as_of (or null: the tenant's today)
--   The basis is the latest submitted or accepted response; the adopted answer of a reviewer stands
--   in the supplier's own answer's place.
with dates as (
  select t.time_zone, t.no_response_grace_days as grace,
         coalesce($4::date, ($3::timestamptz at time zone t.time_zone)::date) as day
    from app.settings t
   where t.tenant_id = $1::uuid)
select d.day as as_of, s.revision, s.score_id, s.band, s.band_reason, s.computed_band,
       s.assessment_status,
       json_build_object('data_sensitivity', s.data_sensitivity,
         'business_dependency', s.business_dependency, 'substitutability', s.substitutability,
         'supply_chain_stage', s.supply_chain_stage, 'remote_connection', s.remote_connection,
         'network_connectivity', s.network_connectivity) as profile,
       num_nonnulls(s.data_sensitivity, s.business_dependency, s.substitutability,
         s.supply_chain_stage, s.remote_connection, s.network_connectivity) as profile_known,
       b.id as basis_id, b.state as basis_state,
       (b.submitted_at at time zone d.time_zone)::date as basis_day,
       coalesce(b.questionnaire_id, o.questionnaire_id, (
         select q.id from app.questionnaires q
          where q.tenant_id = $1::uuid and q.state <> 'draft'
          order by q.published_at, q.id limit 1)) as questionnaire_id,
       o.id is not null as is_asked,
       coalesce(o.due_on + d.grace < d.day, false) as is_silent,
       (select coalesce(json_object_agg(a.code, a.value
                 || case when a.review ->> 'adopted_answer' is null then '{}'::jsonb
                         else jsonb_build_object('answer', a.review ->> 'adopted_answer') end
                 || jsonb_build_object('evidence', coalesce(a.review ->> 'evidence', 'self'),
                      'answered_at', (a.answered_at at time zone d.time_zone)::date)), '{}')
          from app.answers a
         where a.tenant_id = $1::uuid and a.response_id = b.id) as answers
  from dates d
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = $2::uuid
  left join lateral (
    select r.id, r.state, r.submitted_at, r.questionnaire_id
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
       and r.state in ('submitted', 'accepted')
     order by r.submitted_at desc, r.id desc limit 1) b on true
  left join lateral (
    select r.id, r.due_on, r.questionnaire_id
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
       and r.state in ('requested', 'in_progress', 'returned')
     order by r.due_on nulls last, r.id limit 1) o on true
