-- export_suppliers: the next suppliers of an export, by id
-- R tenant
-- filters suppliers
select s.id as "_id", {{> first_number word='source'}} as source,
       {{> first_number word='id'}} as external_id,
       {{> head_office}} ->> 'country' as address_country,
       {{> head_office}} ->> 'postal_code' as address_postal_code,
       {{> head_office}} ->> 'region' as address_region,
       {{> head_office}} ->> 'locality' as address_locality,
       nullif(array_to_string(array(select jsonb_array_elements_text({{> head_office}} -> 'lines')), E'\n'), '')
         as address_lines,
       {{> supplier_columns}}
  from app.suppliers s
  {{> chain_of_supplier}}
 where s.tenant_id = $1::uuid and s.id > $after_id::uuid{{filters}}
 order by s.id
 limit $limit::integer
