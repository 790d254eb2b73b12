-- campaign_head: what the whole-round table of a campaign is about
-- R tenant
-- $2 id
-- $3 now
select c.id, c.name, c.questionnaire_id, {{> tenant_today}} as as_of
  from app.campaigns c
 where c.tenant_id = $1::uuid and c.id = $2::uuid
