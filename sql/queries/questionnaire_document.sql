-- questionnaire_document: what responses and scores need of a version that never changes again
-- R tenant
-- durable
-- $2 id
select q.id, q.code, q.version,
       q.document - '{answer_states,steps,source,mapping_note,supply_chain_stages}'::text[]
         as document,
       {{> threat_catalogue}} as threats
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.id = $2::uuid and q.state <> 'draft'
