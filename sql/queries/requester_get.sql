-- requester_get: who asks, as suppliers are told; without a name of its own by the tenant's
-- R tenant
select s.revision as "_revision",
       coalesce(s.requester ->> 'name',
                (select t.name from app.tenants t where t.id = $1::uuid)) as name,
       s.requester ->> 'contact' as contact, s.requester ->> 'email' as email,
       s.requester ->> 'phone' as phone
  from app.settings s
 where s.tenant_id = $1::uuid
