-- campaign_new: what decides about a new campaign or a later day; always one row
-- R tenant
-- $2 questionnaire_id
-- $3 now
select (select q.state from app.questionnaires q
         where q.tenant_id = $1::uuid and q.id = $2::uuid) as questionnaire_state,
       {{> tenant_today}} as today, t.locale
  from app.settings t
 where t.tenant_id = $1::uuid
