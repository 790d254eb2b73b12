-- contract_list: one page of contracts
--   notice_within: whose last day for notice has passed is among them.
-- R tenant
-- page app.contracts k
-- filters contracts
-- lead supplier_id
-- search state among 8000
-- search security_clauses among 8000
-- search security_clauses_is_null among 8000
-- upper notice_by: (select {{> tenant_day}} + $notice_within::integer)
-- key k.id
-- sort notice_by: {{> no_day of=k.notice_by}} asc date '-infinity'
-- sort -notice_by: {{> no_day of=k.notice_by}} desc date 'infinity'
-- sort -created_at: k.created_at desc timestamptz 'infinity'
-- sort created_at: k.created_at asc timestamptz '-infinity'
select {{> contract_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
