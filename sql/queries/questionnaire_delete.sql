-- questionnaire_delete: takes a draft away; no response can refer to one
-- W tenant
-- $2 id
delete from app.questionnaires where tenant_id = $1::uuid and id = $2::uuid
