-- questionnaire_insert: the next version of a code; no row when there is a draft of it already
-- W tenant
-- $2 id
-- $3 code
-- $4 first_only (no row when the code is known)
-- $5 state
-- $6 document
-- $7 question_count
-- $8 required_count
-- $9 now
insert into app.questionnaires as n
       (tenant_id, id, code, version, state, title_ja, title_en, document, question_count,
        required_count, published_at, created_at, updated_at)
select $1::uuid, $2::uuid, $3::text, coalesce(max(q.version), 0) + 1, $5::text,
       normalize($6::text, NFC)::jsonb ->> 'title_ja',
       nullif(normalize($6::text, NFC)::jsonb ->> 'title_en', ''),
       normalize($6::text, NFC)::jsonb, $7::integer, $8::integer,
       case when $5::text = 'published' then $9::timestamptz end, $9::timestamptz, $9::timestamptz
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.code = $3::text
having not $4::boolean or count(*) = 0
    on conflict do nothing
returning id
