-- questionnaire_version: a published or retired version of a code
-- R tenant
-- $2 code $3 version (null: the latest)
select q.id
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.code = $2::text and q.state <> 'draft'
   and ($3::integer is null or q.version = $3::integer)
 order by q.version desc
 limit 1
