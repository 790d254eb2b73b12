-- merge_double_contacts: people of both suppliers with one mail address: the survivor's stays
-- R tenant
-- $2 from $3 into
select c.id as other, c.revision, (
         select o.id from app.contacts o
          where o.tenant_id = $1::uuid and o.supplier_id = $3::uuid and o.email_key = c.email_key
          order by o.created_at, o.id
          limit 1) as kept
  from app.contacts c
 where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid and exists (
   select from app.contacts o
    where o.tenant_id = $1::uuid and o.supplier_id = $3::uuid and o.email_key = c.email_key)
 order by c.id
