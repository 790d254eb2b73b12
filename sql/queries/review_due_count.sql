-- review_due_count: how many suppliers the filters of review_due_list let through
-- R tenant
-- $2 overdue $3 as_of $4 now $5 next_review_on_lte $6 tier $7 band $8 owner
select count(*) as total
  from app.suppliers s
  join app.settings t on t.tenant_id = s.tenant_id
 where s.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and s.next_review_on is not null and s.status = 'active'
   and ($2::boolean is null or $2::boolean =
        (s.next_review_on < coalesce($3::date, ($4::timestamptz at time zone t.time_zone)::date)))
   and ($5::date is null or s.next_review_on <= $5::date)
   and ($6::text[] is null or s.tier = any ($6::text[]))
   and ($7::text[] is null or s.band = any ($7::text[]))
   and ($8::text[] is null or s.owner = any ($8::text[]))
