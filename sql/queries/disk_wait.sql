-- disk_wait: when its transaction has ended, what was committed before it is on disk
-- R admin
--   PostgreSQL has one log: when a record of it is on disk, all before it is. This one says nothing; its
--   transaction waits for the disk as any does that changes a row.
select pg_logical_emit_message(true, 'renkei', '')
