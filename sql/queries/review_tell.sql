-- review_tell: notes that the day of the next review came, once for each such day
-- W tenant
-- $2 supplier_ids
-- $3 today
update app.suppliers
   set review_told_for = next_review_on
 where tenant_id = $1::uuid and id = any ($2::uuid[]) and next_review_on <= $3::date
   and review_told_for is distinct from next_review_on
returning id, revision, next_review_on
