-- The filters of suppliers whose review comes; `s` is app.suppliers.
{{when $overdue::boolean = true}}
and s.next_review_on < {{> tenant_day}}
{{when $overdue::boolean = false}}
and s.next_review_on >= {{> tenant_day}}
and s.next_review_on <= $next_review_on_lte::date
and s.tier = any ($tier::text[])
and s.band = any ($band::text[])
and s.owner = any ($owner::text[])
{{when $owner_is_null::boolean = true}}
and s.owner is null
{{when $owner_is_null::boolean = false}}
and s.owner is not null
