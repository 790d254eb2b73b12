-- response_progress: how many questions of a new response count as answered
-- W tenant
-- $2 id
-- $3 answered
update app.responses
   set progress_answered = $3::integer
 where tenant_id = $1::uuid and id = $2::uuid
