-- The supplier of a row as others show it, by its id `of`: one look-up by key for each row that is shown.
{{of}} as "supplier.id",
       (select n.name from app.suppliers n where n.tenant_id = $1::uuid and n.id = {{of}})
         as "supplier.name"
