-- report_round: the answers of one response in the scorer's form, as of the day they were given
-- R tenant
-- $2 response_id
-- $3 now
select r.id, r.supplier_id, r.questionnaire_id, r.state,
       (coalesce(r.submitted_at, $3::timestamptz) at time zone t.time_zone)::date as as_of,
       {{> profile_json}} as profile,
       {{> scored_answers response=r.id zone=t.time_zone}} as answers
  from app.responses r
  join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and s.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and r.id = $2::uuid
