-- answer_save: adds or replaces answers of a response, which is locked
-- W tenant
-- $2 response_id
-- $3 answers (jsonb array: the columns by name)
-- $4 now
-- $5 by
-- $6 action (saved or prefilled)
with changed as (
  insert into app.answers (tenant_id, response_id, code, position, type, revision, value, review,
    channel, comment, answered_at, answered_by, updated_at, updated_by, prefilled, confirmed)
  select $1::uuid, $2::uuid, n.code, n.position, n.type, n.revision, n.value, n.review, n.channel,
         n.comment, n.answered_at, n.answered_by, $4::timestamptz, $5::text, n.prefilled, n.confirmed
    from jsonb_to_recordset($3::jsonb) as n (code text, position integer, type text, revision integer,
      value jsonb, review jsonb, channel text, comment text, answered_at timestamptz, answered_by text,
      prefilled boolean, confirmed boolean)
  on conflict (tenant_id, response_id, code) do update
     set revision = excluded.revision, value = excluded.value, review = excluded.review,
         channel = excluded.channel, comment = excluded.comment, answered_at = excluded.answered_at,
         answered_by = excluded.answered_by, updated_at = excluded.updated_at,
         updated_by = excluded.updated_by, prefilled = excluded.prefilled,
         confirmed = excluded.confirmed
  returning tenant_id, response_id, code, revision, type, value, review, channel, comment, answered_at,
      answered_by)
{{> answer_history_insert action=$6::text taken=0}}
returning code
