-- answer_amend: copies the answers of an amended response; those that are opened wait for a word
-- W tenant
-- $2 amends
-- $3 response_id
-- $4 codes
-- $5 now
-- $6 by
with changed as (
  insert into app.answers as n (tenant_id, response_id, code, position, type, revision, value, review,
    channel, comment, answered_at, answered_by, updated_at, updated_by, prefilled, confirmed)
  select a.tenant_id, $3::uuid, a.code, a.position, a.type, 1, a.value,
         case when a.code = any ($4::text[]) then null else a.review end, a.channel, a.comment,
         a.answered_at, a.answered_by, $5::timestamptz, $6::text, true, a.code <> all ($4::text[])
    from app.answers a
   where a.tenant_id = $1::uuid and a.response_id = $2::uuid
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
    answered_by)
{{> answer_history_insert action='prefilled' taken=0}}
returning response_id
