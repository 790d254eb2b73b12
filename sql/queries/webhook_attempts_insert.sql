-- webhook_attempts_insert: what became of some messages to an endpoint
-- W tenant
-- $2 endpoint_id $3 attempts (jsonb)
insert into app.webhook_attempts (tenant_id, id, endpoint_id, message_id, seq, type, cause, outcome, status,
  duration_ms, answer, attempted_at)
select $1::uuid, a.id, $2::uuid, a.message_id, a.seq, a.type, a.cause, a.outcome, a.status, a.duration_ms, a.answer,
       a.attempted_at
  from jsonb_to_recordset($3::jsonb) a (id uuid, message_id uuid, seq bigint, type text, cause text, outcome text,
         status integer, duration_ms integer, answer text, attempted_at timestamptz)
returning id
