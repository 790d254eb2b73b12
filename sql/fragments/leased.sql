-- What a lease makes of the row {{of}} of a queue; tried too often, it is {{end}} instead.
state = case when {{of}}.attempts < $tries::integer then 'leased' else {{end}} end,
         attempts = {{of}}.attempts + case when {{of}}.attempts < $tries::integer then 1 else 0 end,
         worker_id = $worker_id::text, available_at = now() + $lease::interval,
         revision = {{of}}.revision + 1, updated_at = $now::timestamptz
