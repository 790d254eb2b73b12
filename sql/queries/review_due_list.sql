-- review_due_list: one page of active suppliers by the day of their next review
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 overdue $6 as_of $7 now
-- $8 next_review_on_lte
-- $9 tier $10 band $11 owner
-- key s.id
-- sort next_review_on: (case when s.next_review_on is null then '9999-12-31'::date else s.next_review_on end) asc date '-infinity'
select s.id as supplier_id, s.name, s.owner, s.tier, s.band, s.band_reason, s.next_review_on,
       s.next_review_on < coalesce($6::date, ($7::timestamptz at time zone t.time_zone)::date)
         as overdue,
       (select max(w.performed_on) from app.reviews w
         where w.tenant_id = $1::uuid and w.supplier_id = s.id) as reviewed_on,
       {{sort_value}}
  from app.suppliers s
  join app.settings t on t.tenant_id = s.tenant_id
 where s.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and {{after}}
   and s.next_review_on is not null and s.status = 'active'
   and ($5::boolean is null or $5::boolean =
        (s.next_review_on < coalesce($6::date, ($7::timestamptz at time zone t.time_zone)::date)))
   and ($8::date is null or s.next_review_on <= $8::date)
   and ($9::text[] is null or s.tier = any ($9::text[]))
   and ($10::text[] is null or s.band = any ($10::text[]))
   and ($11::text[] is null or s.owner = any ($11::text[]))
 order by {{order}}
 limit $4::integer
