-- attribute_definitions: the attributes of suppliers, which nobody changes until the end of the transaction
-- W tenant
select s.attributes
  from app.settings s
 where s.tenant_id = $1::uuid
   for share of s
