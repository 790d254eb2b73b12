-- own_death_here: ends its own connection
-- R tenant
select pg_terminate_backend(pg_backend_pid()) where $1::uuid is not null
