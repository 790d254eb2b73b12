-- response_count: how many responses the filters leave
-- R tenant
-- $2 supplier_id $3 questionnaire_id $4 state
-- $5 due_on $6 due_on_lt $7 due_on_lte $8 due_on_gt $9 due_on_gte
-- $10 overdue $11 as_of $12 now
select count(*) as total
  from app.responses r
  join app.settings t on t.tenant_id = r.tenant_id
 where r.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and ($2::uuid[] is null or r.supplier_id = any ($2::uuid[]))
   and ($3::uuid[] is null or r.questionnaire_id = any ($3::uuid[]))
   and ($4::text[] is null or r.state = any ($4::text[]))
   and ($5::date is null or r.due_on = $5::date)
   and ($6::date is null or r.due_on < $6::date)
   and ($7::date is null or r.due_on <= $7::date)
   and ($8::date is null or r.due_on > $8::date)
   and ($9::date is null or r.due_on >= $9::date)
   and ($10::boolean is null or $10::boolean =
        coalesce(r.due_on < coalesce($11::date, ($12::timestamptz at time zone t.time_zone)::date)
          and {{> with_supplier}}, false))
