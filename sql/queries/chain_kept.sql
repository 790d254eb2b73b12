-- chain_kept: suppliers of which something is kept, in pages
-- R tenant
-- $2 after_id $3 limit
select c.supplier_id as id
  from app.chain_scores c
 where c.tenant_id = $1::uuid and c.supplier_id > $2::uuid
 order by c.supplier_id
 limit $3::integer
