-- Distributes the tables over Citus by tenant; on plain PostgreSQL it is not run.
-- `renkei migrate` runs it on the coordinator, as owner, after the migrations and after each later
-- one: it finds what is new and leaves the rest. Written for Citus 13.2, the last line for
-- PostgreSQL 15.

-- Or each table with a foreign key to a reference table would become a "Citus local table", and its
-- children could not be distributed one by one:
set citus.enable_local_reference_table_foreign_keys = off;
set client_min_messages = warning;

do $$
declare
  t regclass;
  forced boolean;
  anchor constant regclass := 'app.tenant_counters';
begin
  perform set_config('citus.multi_shard_modify_mode', 'sequential', true);
  -- Tables without a tenant are small and are copied to every node.
  for t in
    select c.oid::regclass
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'app'
     where c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_migrations'
       and not exists (select from pg_attribute a
                        where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
       and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid)
     order by c.relname
  loop
    perform create_reference_table(t);
  end loop;
  -- Parents first: only tables whose foreign keys lead to tables that are distributed already.
  loop
    select c.oid::regclass into t
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'app'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_dist_partition d where d.logicalrelid = c.oid)
       and not exists (select from pg_constraint k
                        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
                          and not exists (select from pg_dist_partition d
                                           where d.logicalrelid = k.confrelid))
     order by c.oid <> anchor, c.relname
     limit 1;
    exit when t is null;
    -- Rows that are there are copied to the nodes, and COPY is refused under row-level security,
    -- which holds the owner too while it is forced.
    select relforcerowsecurity into forced from pg_class where oid = t;
    execute format('alter table %s no force row level security', t);
    perform create_distributed_table(t, 'tenant_id', colocate_with =>
      case when t = anchor then 'none' else anchor::text end);
    if forced then
      execute format('alter table %s force row level security', t);
    end if;
  end loop;
end
$$;

-- Or row-level security on the workers sees no tenant and every read is empty, and a plan made for
-- any values cannot be routed to one shard. Citus passes the settings on to every node. A role may
-- change its own settings; for the others ALTER ROLE needs CREATEROLE.
alter role current_user set citus.propagate_set_commands = 'local';
do $$
begin
  alter role renkei_app set citus.propagate_set_commands = 'local';
  alter role renkei_worker set citus.propagate_set_commands = 'local';
  alter role renkei_app set plan_cache_mode = auto;
exception when insufficient_privilege then
  raise warning 'have a superuser run: alter role renkei_app set citus.propagate_set_commands = ''local''; alter role renkei_worker set citus.propagate_set_commands = ''local''; alter role renkei_app set plan_cache_mode = auto';
end
$$;
