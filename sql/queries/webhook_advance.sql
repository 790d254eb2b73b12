-- webhook_advance: how far a leased endpoint is, and when it may be handed out again
-- W tenant
-- $2 endpoint_id $3 fence
-- $4 state $5 wait (interval)
-- $6 position (or null: as it is) $7 again (last event that was sent again, or null) $8 test_id (that was sent, or null)
-- $9 failures $10 now $11 delivered_at (or null: as it is)
-- none lease_lost
update app.webhook_queues q
   set state = $4::text, available_at = now() + $5::interval,
       position = greatest(q.position, $6::bigint),
       again_after = case when $7::bigint is null then q.again_after
                          when $7::bigint < q.again_until then $7::bigint end,
       again_until = case when $7::bigint is null or $7::bigint < q.again_until then q.again_until end,
       test_id = nullif(q.test_id, $8::uuid),
       failures = $9::integer,
       failing_since = case when $9::integer > 0 then coalesce(q.failing_since, $10::timestamptz) end,
       delivered_at = coalesce($11::timestamptz, q.delivered_at)
 where q.tenant_id = $1::uuid and q.endpoint_id = $2::uuid and q.fence = $3::bigint and q.state = 'leased'
returning q.endpoint_id
