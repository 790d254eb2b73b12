-- campaign_silent: which of these suppliers show silence, or would if nothing were asked any more
-- R tenant
-- $2 ids
select s.id
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[]) and s.assessment_status = 'no_response'
 order by s.id
