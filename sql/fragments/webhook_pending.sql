-- The queue {{of}} of an endpoint has something to send; `c` is the tenant's counter of events.
({{of}}.position < c.value or {{of}}.again_after is not null or {{of}}.test_id is not null)
