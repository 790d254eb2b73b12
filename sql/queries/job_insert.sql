-- job_insert: a job waits for a worker
-- W tenant
-- $2 id $3 kind $4 payload (jsonb) $5 now $6 created_by $7 bytes
insert into app.jobs (tenant_id, id, kind, state, payload, bytes, available_at, created_at, created_by,
  updated_at)
values ($1::uuid, $2::uuid, $3::text, 'queued', $4::jsonb, $7::bigint, now(), $5::timestamptz, $6::text,
  $5::timestamptz)
