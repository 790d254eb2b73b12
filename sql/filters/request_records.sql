-- The filters of records of requests; `q` is app.request_records.
and q.supplier_id = any ($supplier_id::uuid[])
and q.campaign_id = any ($campaign_id::uuid[])
and q.measure_id = any ($measure_id::uuid[])
and q.cost_bearer = any ($cost_bearer::text[])
and (q.price_talk_on is null) = $price_talk_on_is_null::boolean
and q.requested_on >= $requested_on_gte::date
and q.requested_on <= $requested_on_lte::date
