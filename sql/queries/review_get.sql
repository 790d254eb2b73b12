-- review_get: one review; it never changes, so its id is its tag
-- R tenant
-- $2 id
select w.id, w.supplier_id, w.outcome, w.notes, w.due_on, w.performed_on, w.performed_by,
       w.performed_at, w.band, w.band_reason, w.score_id,
       w.next_review_on, w.id as "_etag"
  from app.reviews w
 where w.tenant_id = $1::uuid and w.id = $2::uuid
