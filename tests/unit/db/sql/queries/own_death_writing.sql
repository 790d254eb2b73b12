-- own_death_writing: ends its own connection after the next statement
-- W admin
-- $1 seconds
select pg_sleep($1::float8), pg_terminate_backend(pg_backend_pid())
