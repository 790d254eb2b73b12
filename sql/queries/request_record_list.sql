-- request_record_list: one page of records of requests
-- R tenant
-- page app.request_records q
-- filters request_records
-- lead supplier_id campaign_id measure_id cost_bearer
-- count cost_bearer
-- search price_talk_on_is_null among 8000
-- lower requested_on: $requested_on_gte::date
-- upper requested_on: $requested_on_lte::date
-- key q.id
-- sort -requested_on: q.requested_on desc date 'infinity'
-- sort requested_on: q.requested_on asc date '-infinity'
select {{> request_record_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
