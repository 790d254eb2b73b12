-- questionnaire_by_code: the latest version of a code
-- R tenant
-- $2 code
select q.id, q.version, q.state
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.code = $2::text
 order by q.version desc
 limit 1
