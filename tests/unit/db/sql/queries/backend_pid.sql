-- backend_pid: which connection serves us
-- R admin
select pg_backend_pid() as pid
