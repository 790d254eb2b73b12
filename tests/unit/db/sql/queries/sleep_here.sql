-- sleep_here: takes its time
-- R tenant
-- $2 seconds
select pg_sleep($2::float8) where $1::uuid is not null
