-- contact_same: whether a system pushes the contacts that it pushed before, as they would be stored
-- W tenant
-- $2 supplier_id $3 source
-- $4 contacts (jsonb)
select (select jsonb_agg(jsonb_build_array(c.name, c.email, c.phone, c.role, c.locale)
                         order by c.created_at, c.id)
          from app.contacts c
         where c.tenant_id = $1::uuid and c.supplier_id = $2::uuid and c.source = $3::text)
       is not distinct from
       (select jsonb_agg(jsonb_build_array(normalize(w.value ->> 'name', NFC), w.value ->> 'email',
                 w.value ->> 'phone', normalize(w.value ->> 'role', NFC),
                 coalesce(w.value ->> 'locale', 'ja')) order by w.place)
          from jsonb_array_elements($4::jsonb) with ordinality as w (value, place)) as same
