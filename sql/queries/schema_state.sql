-- schema_state: the migrations that were applied and what makes our role unsafe; for readiness
-- R admin
--   disabled_subjects, revoked_tokens and cors_origins are read before a tenant is known and so have no row-level security.
select coalesce((select string_agg(m.name || ' ' || m.sha256, E'\n' order by m.name)
                   from app.schema_migrations m), '') as migrations,
       pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only,
       case when r.rolsuper then 'is a superuser'
            when r.rolbypassrls then 'has BYPASSRLS'
            when exists (select from pg_class c
                          where c.relnamespace = 'app'::regnamespace
                            and pg_has_role(c.relowner, 'member')) then 'owns tables'
            when exists (select from pg_class c
                           join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                          where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
                            and c.relname not in ('disabled_subjects', 'revoked_tokens', 'cors_origins')
                            and not (c.relrowsecurity and c.relforcerowsecurity))
            then 'meets a table without forced row-level security'
            when exists (select from pg_policy p
                          cross join unnest(p.polroles) as held (role)
                          where held.role <> 0 and pg_has_role(held.role, 'member'))
            then 'sees rows of all tenants by a policy of its own' end as danger
  from pg_roles r
 where r.rolname = current_user
