-- lineage: what a new connection reached: the cluster, the timeline that it writes (0: a standby), Citus,
--   whether it may ask for the disk, and whether a standby is waited for
-- R admin
--   A promotion begins a timeline; what pg_control says of it comes only with the next checkpoint.
select c.system_identifier as system,
       case when pg_is_in_recovery() then 0
            else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer
       end as timeline,
       exists (select from pg_extension e where e.extname = 'citus') as is_distributed,
       not pg_is_in_recovery()
         and exists (select from pg_proc p
                      where p.proname = 'pg_logical_emit_message'
                        and p.prorettype = 'pg_lsn'::regtype
                        and p.proargtypes[2] = 'text'::regtype
                        and has_function_privilege(p.oid, 'execute')) as may_ask,
       current_setting('synchronous_standby_names') <> '' as has_standby
  from pg_control_system() c
