-- webhook_attempt_list: one page of the attempts of an endpoint, the newest first
-- R tenant
-- page app.webhook_attempts a
-- only a.endpoint_id = $id::uuid
-- filters webhook_attempts
-- key a.id
-- sort -attempted_at: a.attempted_at desc timestamptz 'infinity'
select a.id, a.message_id, a.seq, a.type, a.cause, a.outcome, a.status, a.duration_ms, a.answer, a.attempted_at,
       {{sort_value}}
  from {{page}}
 order by {{order}}
