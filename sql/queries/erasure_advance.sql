-- erasure_advance: how far an erasure came; when it is done nothing in it says whom it was about
-- W tenant
-- $2 id $3 place $4 after $5 counts (jsonb) $6 finished_at (or null)
update app.erasures
   set place = $3::integer, after = $4::text, counts = $5::jsonb, finished_at = $6::timestamptz,
       target = case when $6::timestamptz is null then target end,
       person = case when $6::timestamptz is null then person end
 where tenant_id = $1::uuid and id = $2::uuid
