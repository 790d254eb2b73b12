-- contact_pushed: a system's contacts of a supplier as they are stored, then as it sends them now, as they would be stored
-- W tenant
-- $2 supplier_id $3 source
-- $4 contacts (jsonb)
select x.id, x.value, x.said
  from (select c.id, c.created_at, 0 as place, c.pushed as said,
               jsonb_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'role', c.role,
                 'locale', c.locale) as value
          from app.contacts c
         where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid and c.source = $3::text
        union all
        select null, null, w.place, null,
               {{> contact_said of=w.value}}
          from jsonb_array_elements($4::jsonb) with ordinality as w (value, place)) x
 order by x.place, x.created_at, x.id
