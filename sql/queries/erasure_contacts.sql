-- erasure_contacts: all contacts that are this person: this one and those with the same mail address
-- R tenant
-- $2 contact_id
-- $3 subject
--   CASE, not coalesce, which row-level security does not trust: it would keep the index away.
select c.id, c.supplier_id, c.name, c.email, c.phone, c.pushed ->> 'name' as pushed_name,
       c.pushed ->> 'email' as pushed_email, c.pushed ->> 'phone' as pushed_phone
  from (select i.*
          from app.contacts i
         where i.tenant_id = $1::uuid and i.id = $2::uuid
         union all
        select m.*
          from app.contacts m
         where m.tenant_id = $1::uuid and m.id is distinct from $2::uuid
           and m.email_key = case when $3::text is not null then lower($3::text)
                                  else (select o.email_key
                                          from app.contacts o
                                         where o.tenant_id = $1::uuid and o.id = $2::uuid) end) c
 order by c.supplier_id, c.id
 limit 1000
