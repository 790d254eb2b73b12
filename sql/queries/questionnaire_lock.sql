-- questionnaire_lock: as questionnaire_get, locked until the end of the transaction
-- W tenant
-- $2 id
-- $3 language
select {{> questionnaire_columns}}
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.id = $2::uuid
   for update of q
