-- simulate_defaults: what an input is scored by that does not say otherwise
-- R tenant
-- none no_score
select t.scoring_model, q.id as questionnaire_id, {{> threat_catalogue}} as threats
  from app.settings t
  join app.questionnaires q on q.tenant_id = t.tenant_id
 where t.tenant_id = $1::uuid and q.tenant_id = $1::uuid and q.id = ({{> first_questionnaire}})
