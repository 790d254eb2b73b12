-- lineage: what a new connection reached: the cluster, the timeline that it writes (0: a standby), Citus
-- R admin
--   A promotion begins a timeline; what pg_control says of it comes only with the next checkpoint.
select c.system_identifier as system,
       case when pg_is_in_recovery() then 0
            else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
       end as timeline,
       exists (select from pg_extension e where e.extname = 'citus') as is_distributed
  from pg_control_system() c
