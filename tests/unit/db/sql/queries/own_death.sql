-- own_death: ends its own connection
-- R admin
select pg_terminate_backend(pg_backend_pid())
