-- What the supplier `s` repeats of its tables, and the numbers it is found by.
(select coalesce(json_agg({{> contact_repeated}} order by c.created_at, c.id), '[]')
            from app.contacts c
           where c.tenant_id = $1::uuid and c.supplier_id = s.id) as contacts,
         (select coalesce(json_agg(json_build_object('source', x.source, 'id', x.external_id)
                   order by x.source, x.external_id), '[]')
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = s.id) as external_ids,
         (select string_agg(x.external_id, E'\n' order by x.external_id)
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = s.id) as numbers
