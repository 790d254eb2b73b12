-- answer_confirm: confirms prefilled answers that are not confirmed yet
-- W tenant
-- $2 response_id
-- $3 codes
-- $4 now
-- $5 by
update app.answers
   set confirmed = true, revision = revision + 1, updated_at = $4::timestamptz,
       updated_by = $5::text
 where tenant_id = $1::uuid and response_id = $2::uuid and code = any ($3::text[])
   and prefilled and not confirmed
returning code, revision
