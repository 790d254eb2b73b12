-- rescore_load: all that decides scores and states of suppliers: profile, basis, open request, ...
-- W tenant
-- $2 supplier_ids
-- $3 now
-- $4 as_of (or null: the tenant's today)
--   The basis is the latest submitted or accepted response; the adopted answer of a reviewer stands
--   in the supplier's own answer's place. Rows come in the order of their ids.
with dates as (
  select t.time_zone, t.no_response_grace_days as grace, t.review_months,
         ($3::timestamptz at time zone t.time_zone)::date as today,
         coalesce($4::date, ($3::timestamptz at time zone t.time_zone)::date) as day
    from app.settings t
   where t.tenant_id = $1::uuid)
select s.id as supplier_id, d.day as as_of, d.today, d.review_months, s.revision, s.score_id,
       s.band, s.band_reason, s.computed_band, s.assessment_status, s.score_micro,
       s.next_review_on,
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
       v.band as override_band, coalesce(v.despite_incident, false) as despite_incident,
       exists (select from app.incidents i
                where i.tenant_id = $1::uuid and i.supplier_id = s.id and i.state = 'open')
         as has_incident,
       (select max(w.performed_on) from app.reviews w
         where w.tenant_id = $1::uuid and w.supplier_id = s.id) as reviewed_on,
       (select (r.created_at at time zone d.time_zone)::date from app.risk_scores r
         where r.tenant_id = $1::uuid and r.supplier_id = s.id
         order by r.created_at, r.id limit 1) as scored_on,
       (select coalesce(json_object_agg(a.code, a.value
                 || case when a.review ->> 'adopted_answer' is null then '{}'::jsonb
                         else jsonb_build_object('answer', a.review ->> 'adopted_answer') end
                 || jsonb_build_object('evidence', coalesce(a.review ->> 'evidence', 'self'),
                      'answered_at', (a.answered_at at time zone d.time_zone)::date)), '{}')
          from app.answers a
         where a.tenant_id = $1::uuid and a.response_id = b.id) as answers
  from dates d
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
  left join app.overrides v on v.tenant_id = $1::uuid and v.supplier_id = s.id
       and v.state = 'active' and v.until >= d.today
  left join lateral (
    select r.id, r.state, r.submitted_at, r.questionnaire_id
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = s.id
       and r.state in ('submitted', 'accepted')
     order by r.submitted_at desc, r.id desc limit 1) b on true
  left join lateral (
    select r.id, r.due_on, r.questionnaire_id
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = s.id
       and r.state in ('requested', 'in_progress', 'returned')
     order by r.due_on nulls last, r.id limit 1) o on true
 order by s.id
