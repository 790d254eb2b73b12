-- review_insert: a review of what the supplier shows, which counts it already in its next date
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 due_on (of the review that is performed, or null)
-- $5 today
-- $6 subject $7 now
insert into app.reviews as n (tenant_id, id, supplier_id, outcome, notes, due_on, performed_on,
  performed_by, performed_at, band, band_reason, score_id, next_review_on)
select s.tenant_id, $2::uuid, s.id, $3::jsonb ->> 'outcome',
       normalize($3::jsonb ->> 'notes', NFC), $4::date, $5::date, $6::text, $7::timestamptz,
       s.band, s.band_reason, s.score_id, s.next_review_on
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = ($3::jsonb ->> 'supplier_id')::uuid
returning id
