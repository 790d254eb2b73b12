-- campaign_count: how many campaigns the filters leave
-- R tenant
-- $2 state $3 questionnaire_id
select count(*) as total
  from app.campaigns c
 where c.tenant_id = $1::uuid
   and ($2::text[] is null or c.state = any ($2::text[]))
   and ($3::uuid[] is null or c.questionnaire_id = any ($3::uuid[]))
