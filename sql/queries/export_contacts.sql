-- export_contacts: the next contacts of an export, by id
-- R tenant
-- $2 after_id $3 limit $4 supplier_id (uuid[], null: all) $5 external_source (null: the first)
select c.id as "_id", {{> contact_columns}}, s.id as "supplier.id", s.name as "supplier.name",
       {{> first_number word='source'}} as "supplier.source",
       {{> first_number word='id'}} as "supplier.external_id"
  from (select k.*
          from (select k.*
                  from app.contacts k
                 where k.tenant_id = $1::uuid and k.id > $after_id::uuid
                   and ($supplier_id::uuid[] is null or k.supplier_id = any ($supplier_id::uuid[]))
                 order by k.id
                 limit 1000) k
         limit $limit::integer) c
 cross join lateral (
    select n.id, n.name, n.external_ids
      from app.suppliers n
     where n.tenant_id = $1::uuid and n.id = c.supplier_id
    offset 0) s
 order by c.id
