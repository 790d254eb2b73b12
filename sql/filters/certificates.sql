-- The filters of certificates; `c` is app.certificates. A state alone is looked for in its span of last
-- days, where the index by last days leads. A sum of days is a value of its own (select …): as part of the
-- comparison it could fail, and row-level security keeps what can fail away from the index.
and c.supplier_id = any ($supplier_id::uuid[])
and c.kind = any ($kind::text[])
{{when cardinality($state::text[]) > 1}}
and {{> certificate_state}} = any ($state::text[])
{{when $state::text[] = '{expired}'}}
and {{> no_day of=c.expires_on}} < {{> tenant_day}}
{{when $state::text[] = '{expiring}'}}
and {{> no_day of=c.expires_on}} >= {{> tenant_day}}
    and {{> no_day of=c.expires_on}} <= (select {{> tenant_day}} + {{> expiring_days}})
    and not {{> certificate_incomplete}}
{{when $state::text[] = '{valid}'}}
and {{> no_day of=c.expires_on}} > (select {{> tenant_day}} + {{> expiring_days}})
    and not {{> certificate_incomplete}}
{{when $state::text[] = '{incomplete}'}}
and {{> no_day of=c.expires_on}} >= {{> tenant_day}} and {{> certificate_incomplete}}
and {{> no_day of=c.expires_on}} <= (select {{> tenant_day}} + $expiring_within::integer)
