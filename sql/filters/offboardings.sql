-- The filters of offboardings; `o` is app.offboardings.
and o.supplier_id = any ($supplier_id::uuid[])
and o.state = any ($state::text[])
and exists (select from unnest($open_item::text[]) n (item)
             where o.state = 'open' and o.items -> n.item ->> 'state' = 'open')
and {{> no_day of=o.next_due_on}} <= $due_on_lte::date
{{when $overdue::boolean = true}}
and {{> no_day of=o.next_due_on}} < {{> tenant_day}}
{{when $overdue::boolean = false}}
and {{> no_day of=o.next_due_on}} >= {{> tenant_day}}
