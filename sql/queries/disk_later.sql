-- disk_later: this transaction's COMMIT does not wait for the disk
-- R admin
--   Where a standby is waited for, nobody sees a change that it has not: no short cut.
select set_config('synchronous_commit', 'off', true)
 where current_setting('synchronous_standby_names') = ''
