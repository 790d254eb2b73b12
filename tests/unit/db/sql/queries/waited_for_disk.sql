-- waited_for_disk: connections whose last statement waited for the disk behind a COMMIT
-- R admin
select count(*) as count
  from pg_stat_activity
 where datname = current_database() and query = 'select pg_logical_emit_message(true, ''renkei'', '''')'
