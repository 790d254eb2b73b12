-- incident_inquiry_new: what an inquiry about an incident begins with
-- R tenant
-- $2 code
-- $3 now
select (select q.id from app.questionnaires q
         where q.tenant_id = $1::uuid and q.code = $2::text and q.state = 'published'
         order by q.version desc
         limit 1) as questionnaire_id,
       {{> tenant_today}} + 7 as due_on, t.locale
  from app.settings t
 where t.tenant_id = $1::uuid
