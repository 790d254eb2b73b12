-- supplier_set_assessment: status, band and next review without a new score
-- W tenant
-- $2 id $3 assessment_status $4 band $5 band_reason $6 now
-- $7 raise (of the revision: 0 or 1)
-- $8 next_review_on $9 review_by (promised before another model came; null: none)
update app.suppliers
   set assessment_status = $3::text, band = $4::text, band_reason = $5::text,
       next_review_on = $8::date, review_by = $9::date,
       revision = revision + $7::integer, updated_at = $6::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
