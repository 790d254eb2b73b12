-- review_get: one review; it never changes but for its supplier's name
-- R tenant
-- $2 id
select {{> review_columns}}, w.id || '.' || {{> supplier_mark of=w.supplier_id}} as "_etag"
  from app.reviews w
 where w.tenant_id = $1::uuid and w.id = $2::uuid
