-- questionnaire_get: one version with its document and the catalogues it refers to
-- R tenant
-- $2 id
-- $3 language
select {{> questionnaire_columns}}
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.id = $2::uuid
