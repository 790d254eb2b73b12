-- questionnaire_list: one page of questionnaires, each version
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 language
-- $6 code
-- $7 state
-- $8 version
-- key q.id
-- sort -created_at: q.created_at desc timestamptz 'infinity'
select q.id, q.revision, q.code, q.version, q.state,
       case when $5::text = 'en' then coalesce(q.title_en, q.title_ja) else q.title_ja end as title,
       case when $5::text = 'en' and q.title_en is not null then 'en' else 'ja' end as language,
       q.question_count, q.published_at, q.created_at, q.updated_at, {{sort_value}}
  from app.questionnaires q
 where q.tenant_id = $1::uuid and {{after}}
   and ($6::text[] is null or q.code = any ($6::text[]))
   and ($7::text[] is null or q.state = any ($7::text[]))
   and ($8::integer is null or q.version = $8::integer)
 order by {{order}}
 limit $4::integer
