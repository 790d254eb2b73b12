-- questionnaire_export: the document of a version, fit to be imported again
-- R tenant
-- $2 id
select q.revision,
       q.document || jsonb_build_object('format', 'renkei-questionnaire/1', 'code', q.code,
         'version', q.version) as document
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.id = $2::uuid
