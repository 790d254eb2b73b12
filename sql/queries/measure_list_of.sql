-- measure_list_of: the page of measure_list for some suppliers or a respondent's own
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 finding_id $7 state $8 side $9 source $10 assignee
-- $11 due_on_lt $12 due_on_lte $13 due_on_gte $14 overdue
-- $15 as_of $16 now $17 supplier_scope
-- key m.id
-- sort due_on: (case when m.due_on is null then '9999-12-31'::date else m.due_on end) asc date '-infinity'
-- sort -due_on: (case when m.due_on is null then '9999-12-31'::date else m.due_on end) desc date 'infinity'
-- sort -created_at: m.created_at desc timestamptz 'infinity'
-- sort created_at: m.created_at asc timestamptz '-infinity'
select {{> measure_columns}},
       {{sort_value}}
  from app.measures m
  join app.settings t on t.tenant_id = m.tenant_id
 where m.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and {{after}}
   and m.supplier_id = any (case when $17::uuid is null then $5::uuid[]
                                 else array[$17::uuid] end)
   and ($5::uuid[] is null or m.supplier_id = any ($5::uuid[]))
   and ($17::uuid is null or m.side = 'supplier')
{{> measure_list_filters}}
 order by {{order}}
 limit $4::integer
