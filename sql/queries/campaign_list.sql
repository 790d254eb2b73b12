-- campaign_list: one page of campaigns
-- R tenant
-- $2 language
-- $3 now
-- $4 after_value $5 after_id $6 limit
-- $7 state $8 questionnaire_id
-- key c.id
-- sort -created_at: c.created_at desc timestamptz 'infinity'
select {{> campaign_columns}},
       {{sort_value}}
  from {{> campaign_tables}}
 where c.tenant_id = $1::uuid and q.tenant_id = $1::uuid 
   and ($7::text[] is null or c.state = any ($7::text[]))
   and ($8::uuid[] is null or c.questionnaire_id = any ($8::uuid[]))
   and {{after}}
 order by {{order}}
 limit $6::integer
