-- campaign_lock: locks one campaign until the end of the transaction
-- W tenant
-- $2 id
select c.id
  from app.campaigns c
 where c.tenant_id = $1::uuid and c.id = $2::uuid
   for no key update of c
