-- chain_advance: the lease goes on, unless somebody else has it
-- W tenant
-- $2 fence $3 lease (interval)
-- none lease_lost
update app.chain_states s
   set available_at = now() + $3::interval
 where s.tenant_id = $1::uuid and s.fence = $2::bigint
returning s.fence
