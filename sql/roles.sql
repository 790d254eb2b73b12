-- The three accounts of Renkei. Run by a superuser with psql, once for a server; running it again changes nothing.
--   renkei_owner   owns database and tables; migrates, adds tenants
--   renkei_app     the service: owns nothing, is held by row-level security
--   renkei_worker  finds work across tenants through policies of its own, is held by them
-- Passwords are not set here: the private clusters of ./dev let the folder's owner in through a socket,
-- docker-compose.yml sets them from its secrets.
select format('create role %I login nosuperuser nobypassrls nocreatedb nocreaterole', name)
  from unnest(array['renkei_owner', 'renkei_app', 'renkei_worker']) as name
 where not exists (select from pg_roles where rolname = name)
\gexec

-- Settings belong to the account: a pooler refuses them at connection time.
alter role renkei_app set statement_timeout = '2s';
-- A row is waited for twice: behind those who wait for it already, and for who has it. Both together end
-- before the statement does, so that who waits is told what for.
alter role renkei_app set lock_timeout = '900ms';
alter role renkei_app set idle_in_transaction_session_timeout = '10s';
alter role renkei_app set jit = off;
-- A page is read from the index in its own order; a half sorted one looks cheaper than it is.
alter role renkei_app set enable_incremental_sort = off;
alter role renkei_app set timezone = 'UTC';
-- A plan is kept while its tables grow: made when one was nearly empty it reads by an index all the same.
alter role renkei_app set enable_seqscan = off;
-- Each statement has one plan worth having: planning a page for its values takes longer than running
-- it. sql/citus.sql takes this back, since Citus routes by the values.
alter role renkei_app set plan_cache_mode = force_generic_plan;
alter role renkei_worker set statement_timeout = '30s';
alter role renkei_worker set lock_timeout = '1s';
alter role renkei_worker set idle_in_transaction_session_timeout = '60s';
alter role renkei_worker set timezone = 'UTC';
alter role renkei_owner set lock_timeout = '10s';
alter role renkei_owner set timezone = 'UTC';
