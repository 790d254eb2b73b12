-- rescore_load: all that decides scores and states of suppliers: profile, answers, open requests, ...
-- W tenant
-- $2 supplier_ids
-- $3 now
-- $4 as_of (or null: the tenant's today)
-- $5 questionnaire_code (of the answers; null: any)
-- $6 scoring_model (or null: the tenant's)
-- $7 round_id (a response: answers as they stood when it was submitted; null: as they stand)
--   Of each questionnaire code the latest submitted or accepted response stands, and where there is
--   none what one that was returned had said; the adopted answer of a reviewer stands in the supplier's
--   own answer's place. Which of them count is decided by the
--   model. Rows come in the order of their ids.
with dates as (
  select t.time_zone, t.no_response_grace_days as grace, t.review_months,
         {{> tenant_today}} as today,
         {{> tenant_day}} as day,
         coalesce($6::text, t.scoring_model) as scoring_model
    from app.settings t
   where t.tenant_id = $1::uuid)
select s.id as supplier_id, d.scoring_model, d.day as as_of, d.today, d.review_months, s.revision, s.score_id,
       s.band, s.band_reason, s.computed_band, s.assessment_status, s.score_micro,
       s.next_review_on, s.review_by,
       k.model_version as scored_by, k.cause = 'provisional' as scored_provisionally,
       {{> profile_json}} as profile,
       s.profile <> '{}' as has_profile,
       coalesce(o.questionnaire_id, (
         {{> first_questionnaire}})) as questionnaire_id,
       o.id is not null as is_asked,
       exists (select from app.responses r
                where r.tenant_id = $1::uuid and r.supplier_id = s.id and {{> is_silent}})
         as is_silent,
       (select json_agg(json_build_object('code', b.questionnaire_code, 'response', b.id,
                 'questionnaire', b.questionnaire_id, 'state', b.state,
                 'day', (coalesce(b.submitted_at, (b.last_submission ->> 'at')::timestamptz)
                         at time zone d.time_zone)::date,
                 'left', b.is_left,
                 'certified_at', (
                   select json_object_agg(a.code,
                            (extract(epoch from a.answered_at) * 1000000)::bigint)
                     from ({{> last_answers of=b}}) a
                    where a.type in ('certification', 'free_text')),
                 'answers', {{> scored_answers of=b zone=d.time_zone}})
                 order by b.id is not distinct from $7::uuid, b.last_submission is null,
                       {{> last_round r=b}})
          from (select n.*, {{> left_out}} as is_left
                  from (select distinct on (r.questionnaire_code) r.id, r.questionnaire_code, r.state,
                       r.questionnaire_id, r.submitted_at, r.round, r.last_submission,
                       {{> code_retired of=r.questionnaire_code}} as is_retired
                  from app.responses r
                 where r.tenant_id = $1::uuid and r.supplier_id = s.id
                   and ({{> may_count}} or r.id = $7::uuid)
                   and ($5::text is null or r.questionnaire_code = $5::text)
                   and ($7::uuid is null or not coalesce({{> last_round}} > (
                         select {{> last_round r=y}} from app.responses y
                          where y.tenant_id = $1::uuid and y.id = $7::uuid), false))
                 order by r.questionnaire_code, r.id is not distinct from $7::uuid desc,
                          r.last_submission is null desc, {{> last_round}} desc) n) b) as sheets,
       (select json_agg(json_build_object('code', r.questionnaire_code,
                 'questionnaire', r.questionnaire_id))
          from app.responses r
         where r.tenant_id = $1::uuid and r.supplier_id = s.id and {{> is_silent}}
           and ($5::text is null or r.questionnaire_code = $5::text)
           and $7::uuid is null) as silent_sheets,
       v.band as override_band, coalesce(v.despite_incident, false) as despite_incident,
       exists (select from app.incidents i
                where i.tenant_id = $1::uuid and i.supplier_id = s.id and i.state = 'open')
         as has_incident,
       (select max(w.performed_on) from app.reviews w
         where w.tenant_id = $1::uuid and w.supplier_id = s.id) as reviewed_on,
       (select (r.created_at at time zone d.time_zone)::date from app.risk_scores r
         where r.tenant_id = $1::uuid and r.supplier_id = s.id
         order by r.created_at, r.id limit 1) as scored_on,
       (select json_build_object('band', r.computed_band, 'response', r.response_id)
          from app.risk_scores r
         where r.tenant_id = $1::uuid and r.supplier_id = s.id
           and r.assessment_status = 'assessed'
         order by r.created_at desc, r.id desc limit 1) as last_assessed,
       (select json_agg(json_build_object('id', m.id, 'title', m.title, 'status', m.state,
                 'effect', m.effect_micro / 1000000.0, 'impact', m.impact,
                 'revision', m.revision, 'due_on', m.due_on, 'before', m.reopened_from,
                 'due_before', m.reopened_due_on,
                 'reopened_by', m.reopened_by,
                 'lost', m.reopened_by is not null and not exists (
                   select from app.responses y
                    where y.tenant_id = $1::uuid and y.id = m.reopened_by
                      and y.state in ('submitted', 'accepted')),
                 'findings', (select json_agg(json_build_array(f.questionnaire_code, f.question_code)
                                              order by f.question_code)
                                from app.measure_findings x
                                join app.findings f on f.tenant_id = x.tenant_id
                                     and f.id = x.finding_id
                               where x.tenant_id = $1::uuid and f.tenant_id = $1::uuid
                                 and x.measure_id = m.id)))
          from ({{> measures_of_supplier}}) m
         where m.state <> 'cancelled')
         as measures,
       (select json_agg(json_build_object('id', c.id, 'revision', c.revision, 'kind', c.kind,
                 'name', c.name, 'number', c.number, 'scope', c.scope, 'expires_on', c.expires_on,
                 'expiry_assumed', c.expiry_assumed, 'renewal_pending', c.renewal_pending, 'evidence', c.evidence,
                 'questionnaire', c.questionnaire_code, 'question', c.question_code,
                 'edited_at', (extract(epoch from c.edited_at) * 1000000)::bigint) order by c.id)
          from app.certificates c
         where c.tenant_id = $1::uuid and c.supplier_id = s.id) as certificates,
       (select json_agg(json_build_object('id', f.id, 'revision', f.revision,
                 'questionnaire', f.questionnaire_code, 'question', f.question_code,
                 'kind', f.kind, 'state', f.state, 'provisional', f.provisional,
                 'regression', f.regression, 'contribution', f.contribution_micro,
                 'reduction', f.reduction_micro, 'response', f.response_id,
                 'until', (select e.until from app.risk_acceptances e
                            where e.tenant_id = $1::uuid and e.finding_id = f.id
                              and e.ended_at is null),
                 'proposed', f.state = 'open' and exists (
                   select from app.risk_acceptances e
                    where e.tenant_id = $1::uuid and e.finding_id = f.id and e.ended_at is null),
                 'measured', exists (
                   select from app.measure_findings x
                     join app.measures m on m.tenant_id = x.tenant_id and m.id = x.measure_id
                    where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid
                      and x.finding_id = f.id and m.state <> 'cancelled')) order by f.id)
          from app.findings f
         where f.tenant_id = $1::uuid and f.supplier_id = s.id) as findings
  from dates d
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
  left join lateral (
    select r.model_version, r.cause
      from app.risk_scores r
     where r.tenant_id = $1::uuid and r.id = s.score_id
     limit 1) k on true
  left join app.overrides v on v.tenant_id = $1::uuid and v.supplier_id = s.id
       and v.state = 'active' and v.until >= d.today
  left join lateral (
    select r.id, r.due_on, r.questionnaire_id
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = s.id
       and {{> with_supplier}}
     order by r.due_on nulls last, r.id limit 1) o on true
 order by s.id
