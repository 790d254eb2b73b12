-- The row {{of}} of a queue may be handed out: it waits, or the lease of its worker has ended.
{{of}}.state in ('queued', 'leased') and {{of}}.available_at <= now()
