-- webhook_endpoint_room: how many webhook endpoints there are; makers of them wait for each other
-- W tenant
with held as (
  select s.tenant_id from app.settings s where s.tenant_id = $1::uuid for update)
select count(e.id) as count
  from held h
  left join app.webhook_endpoints e on e.tenant_id = h.tenant_id and e.tenant_id = $1::uuid
