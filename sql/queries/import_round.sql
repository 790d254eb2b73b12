-- import_round: what a file of answers is to
-- R tenant
-- $2 questionnaire (its code, or null)
-- $3 campaign_id (or null)
select (select q.id from app.questionnaires q
         where q.tenant_id = $1::uuid and q.code = $2::text and q.state = 'published'
         order by q.version desc
         limit 1) as questionnaire_id,
       (select c.id from app.campaigns c
         where c.tenant_id = $1::uuid and c.id = $3::uuid) as campaign_id
