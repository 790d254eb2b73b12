-- certificate_list: one page of certificates
--   expiring_within: what has expired already is among them.
-- R tenant
-- page app.certificates c
-- filters certificates
-- lead supplier_id kind
-- count kind
-- lower expires_on: (case when $state::text[] = '{expiring}' then {{> tenant_day}} end)
-- lower expires_on: (case when $state::text[] = '{valid}' then (select {{> tenant_day}} + {{> expiring_days}}) end)
-- upper expires_on: (case when $state::text[] = '{expired}' then {{> tenant_day}} end)
-- upper expires_on: (case when $state::text[] = '{expiring}' then (select {{> tenant_day}} + {{> expiring_days}}) end)
-- upper expires_on: (select {{> tenant_day}} + $expiring_within::integer)
-- key c.id
-- sort expires_on: {{> no_day of=c.expires_on}} asc date '-infinity'
-- sort -expires_on: {{> no_day of=c.expires_on}} desc date 'infinity'
-- sort -created_at: c.created_at desc timestamptz 'infinity'
-- sort created_at: c.created_at asc timestamptz '-infinity'
select {{> certificate_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
