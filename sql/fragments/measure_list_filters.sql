-- The filters of a page of measures but for the supplier. Parameters as in measure_list.
   and ($6::uuid[] is null or exists (
         select from app.measure_findings y
          where y.tenant_id = $1::uuid and y.measure_id = m.id
            and y.finding_id = any ($6::uuid[])))
   and ($7::text[] is null or m.state = any ($7::text[]))
   and ($8::text[] is null or m.side = any ($8::text[]))
   and ($9::text[] is null or m.source = any ($9::text[]))
   and ($10::text[] is null or m.assignee = any ($10::text[]))
   and ($11::date is null or m.due_on < $11::date)
   and ($12::date is null or m.due_on <= $12::date)
   and ($13::date is null or m.due_on >= $13::date)
   and ($14::boolean is null or $14::boolean =
        coalesce(m.due_on < coalesce($15::date, ($16::timestamptz at time zone t.time_zone)::date)
          and m.state in ('planned', 'in_progress'), false))
