-- chain_finish: the chain is as far as these events, and free again
-- W tenant
-- $2 fence $3 position
-- $4 done (what was wanted, or null: not all of it was worked out)
-- $5 day $6 now
-- none lease_lost
update app.chain_states s
   set position = $3::bigint, done = coalesce($4::bigint, s.done), day = $5::date, computed_at = $6::timestamptz,
       available_at = now()
 where s.tenant_id = $1::uuid and s.fence = $2::bigint
returning s.fence
