-- measure_count: how many measures the filters of measure_list let through
-- R tenant
-- $2 supplier_id $3 finding_id $4 state $5 side $6 source $7 assignee
-- $8 due_on_lt $9 due_on_lte $10 due_on_gte $11 overdue
-- $12 as_of $13 now $14 supplier_scope
select count(*) as total
  from app.measures m
  join app.settings t on t.tenant_id = m.tenant_id
 where m.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and ($14::uuid is null or (m.supplier_id = $14::uuid and m.side = 'supplier'))
   and ($2::uuid[] is null or m.supplier_id = any ($2::uuid[]))
   and ($3::uuid[] is null or exists (
         select from app.measure_findings y
          where y.tenant_id = $1::uuid and y.measure_id = m.id
            and y.finding_id = any ($3::uuid[])))
   and ($4::text[] is null or m.state = any ($4::text[]))
   and ($5::text[] is null or m.side = any ($5::text[]))
   and ($6::text[] is null or m.source = any ($6::text[]))
   and ($7::text[] is null or m.assignee = any ($7::text[]))
   and ($8::date is null or m.due_on < $8::date)
   and ($9::date is null or m.due_on <= $9::date)
   and ($10::date is null or m.due_on >= $10::date)
   and ($11::boolean is null or $11::boolean =
        coalesce(m.due_on < coalesce($12::date, ($13::timestamptz at time zone t.time_zone)::date)
          and m.state in ('planned', 'in_progress'), false))
