-- What clients see of a review; `w` is app.reviews.
w.id, w.supplier_id, {{> supplier_brief of=w.supplier_id}},
       w.outcome, w.notes, w.due_on, w.performed_on, w.performed_by,
       w.performed_at, w.band, w.band_reason, w.score_id,
       w.next_review_on
