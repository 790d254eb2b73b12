-- response_saved: what a change of answers means for their response; raises the revision
-- W tenant
-- $2 id
-- $3 state
-- $4 answered
-- $5 required
-- $6 total
-- $7 answer_floor
-- $8 prefilled_from (null: as it was)
-- $9 now
update app.responses
   set state = $3::text, progress_answered = $4::integer, progress_required = $5::integer,
       progress_total = $6::integer, answer_floor = $7::integer,
       prefilled_from = coalesce($8::uuid, prefilled_from), revision = revision + 1,
       updated_at = $9::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
