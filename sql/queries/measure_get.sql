-- measure_get: one measure as its clients see it
-- R tenant
-- $2 id $3 supplier_scope (of a respondent, else null)
-- $4 as_of (null: today where the tenant is) $5 now
-- $6 reach (of the session of a link, else null) $7 people (whom a respondent may see, else null)
select {{> measure_columns}},
       m.revision || '.' || {{> tenant_day}}
         || '.' || {{> supplier_mark of=m.supplier_id}} as "_etag"
  from app.measures m
 where m.tenant_id = $1::uuid and m.id = $2::uuid
   and {{> reaches_measure}}
