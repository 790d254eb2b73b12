-- sleep: takes its time
-- R admin
-- $1 seconds
select pg_sleep($1::float8)
