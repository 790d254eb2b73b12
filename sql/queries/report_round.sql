-- report_round: whose response it is, and the day its answers were given
-- R tenant
-- $2 response_id
-- $3 now
select r.supplier_id, r.questionnaire_code, r.state,
       (coalesce(r.submitted_at, $3::timestamptz) at time zone t.time_zone)::date as as_of
  from app.responses r
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and t.tenant_id = $1::uuid and r.id = $2::uuid
