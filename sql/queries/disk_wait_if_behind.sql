-- disk_wait_if_behind: as disk_wait, of what was seen, and nothing where all is on disk
-- R admin
--   Where a standby is waited for, nothing was seen that is not on disk.
select pg_logical_emit_message(true, 'renkei', '')
 where pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()
   and current_setting('synchronous_standby_names') = ''
