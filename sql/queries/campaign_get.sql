-- campaign_get: one campaign and how far it is; its tag follows the responses, too
-- R tenant
-- $2 language
-- $3 now
-- $4 id
select {{> campaign_columns}},
       c.revision || '.' || {{> tenant_today}} || '.' || p.suppliers
         || '.' || p.revisions as "_etag"
  from app.campaigns c
  {{> campaign_joins}}
 where c.tenant_id = $1::uuid and q.tenant_id = $1::uuid 
   and c.id = $4::uuid
