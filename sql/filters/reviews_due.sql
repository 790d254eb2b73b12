-- The filters of suppliers whose review comes; `s` is app.suppliers.
{{when $overdue::boolean = true}}
and s.next_review_on < {{> tenant_day}}
{{when $overdue::boolean = false}}
and s.next_review_on >= {{> tenant_day}}
and s.next_review_on <= $next_review_on_lte::date
and s.tier = any ($tier::text[])
and s.band = any ($band::text[])
and s.owner = any ($owner::text[])
