-- questionnaire_update: puts another document into a draft
-- W tenant
-- $2 id
-- $3 document
-- $4 question_count
-- $5 required_count
-- $6 now
update app.questionnaires
   set revision = revision + 1,
       title_ja = normalize($3::text, NFC)::jsonb ->> 'title_ja',
       title_en = nullif(normalize($3::text, NFC)::jsonb ->> 'title_en', ''),
       document = normalize($3::text, NFC)::jsonb,
       question_count = $4::integer, required_count = $5::integer, updated_at = $6::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
