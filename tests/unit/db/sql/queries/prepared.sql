-- prepared: how many statements the connection has prepared that begin so
-- R admin
-- $1 text
select count(*) as count from pg_prepared_statements p where starts_with(p.statement, $1)
