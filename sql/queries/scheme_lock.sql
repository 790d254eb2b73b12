-- scheme_lock: one scheme, held until the end of the transaction
-- W tenant
-- $2 code
-- $3 language
select {{> scheme_whole}}, c.document as "_document"
  from app.schemes c
 where c.tenant_id = $1::uuid and c.code = $2::text
   for update
