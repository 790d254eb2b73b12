-- certificate_list: one page of certificates
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 kind $7 state
-- $8 expiring_within (days; what has expired already is among them)
-- $9 as_of $10 now
-- key c.id
-- sort expires_on: (case when c.expires_on is null then '9999-12-31'::date else c.expires_on end) asc date '-infinity'
-- sort -expires_on: (case when c.expires_on is null then '9999-12-31'::date else c.expires_on end) desc date 'infinity'
-- sort -created_at: c.created_at desc timestamptz 'infinity'
-- sort created_at: c.created_at asc timestamptz '-infinity'
select {{> certificate_columns}},
       {{sort_value}}
  from app.certificates c
  join app.settings t on t.tenant_id = c.tenant_id
 where c.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or c.supplier_id = any ($5::uuid[]))
{{> certificate_list_filters}}
 order by {{order}}
 limit $4::integer
