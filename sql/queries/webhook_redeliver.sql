-- webhook_redeliver: events that were delivered are sent again; no row while others are
-- W tenant
-- $2 endpoint_id $3 from_seq $4 to_seq
-- none webhook_redelivering
update app.webhook_queues q
   set again_after = case when $3::bigint <= q.position then $3::bigint - 1 end,
       again_until = case when $3::bigint <= q.position then least($4::bigint, q.position) end
 where q.tenant_id = $1::uuid and q.endpoint_id = $2::uuid and q.again_after is null
returning q.endpoint_id
