-- review_get: one review; it never changes, so its id is its tag
-- R tenant
-- $2 id
select {{> review_columns}}, w.id as "_etag"
  from app.reviews w
 where w.tenant_id = $1::uuid and w.id = $2::uuid
