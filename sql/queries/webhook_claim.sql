-- webhook_claim: leases the endpoints of a tenant that wait longest
-- W tenant
-- $2 lease (interval) $3 worker_id $4 limit
with picked as (
  select q.endpoint_id
    from app.webhook_queues q
    join app.tenant_counters c on c.tenant_id = q.tenant_id and c.name = 'events'
   where q.tenant_id = $1::uuid and c.tenant_id = $1::uuid and {{> claimable of=q}} and {{> webhook_pending of=q}}
   order by q.available_at, q.endpoint_id
   limit $4::integer
     for update of q skip locked),
taken as (
  update app.webhook_queues q
     set state = 'leased', available_at = now() + $2::interval, fence = q.fence + 1, worker_id = $3::text
   where q.tenant_id = $1::uuid and q.endpoint_id = any (array(select endpoint_id from picked))
  returning *)
select t.endpoint_id as id, t.fence, t.position, t.again_after, t.again_until, t.test_id, t.failures,
       e.url, e.format, e.full_body, to_jsonb(e.types) as types, to_jsonb(e.scopes) as scopes
  from taken t
  join app.webhook_endpoints e on e.tenant_id = t.tenant_id and e.id = t.endpoint_id
 where e.tenant_id = $1::uuid
