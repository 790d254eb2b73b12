-- The filters of requests for a later due day; `x` is app.extension_requests.
and x.state = any ($state::text[])
