-- The rules of a database whose tables are spread over machines by tenant, checked on a plain
-- PostgreSQL: lint.ddl_problems reads the catalogue, lint.stmt_problems(text) reads a plan.
create schema lint;

-- Small tables that every node has: no tenant.
create table lint.reference (t text primary key);
insert into lint.reference values ('tenants'), ('schema_migrations'), ('job_backlog'), ('issuer_keys');
-- Read before a tenant is known: no row-level security.
create table lint.open_to_all (t text primary key);
insert into lint.open_to_all values ('disabled_subjects'), ('revoked_tokens'), ('cors_origins');
-- Rows stay as they were written.
create table lint.append_only (t text primary key);
insert into lint.append_only values ('events'), ('risk_scores'), ('reviews'), ('finding_history'),
  ('measure_reports');

create view lint.tenant_tables as
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl,
         a.attnum, a.atttypid, a.attnotnull
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'app'
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                            and not a.attisdropped
   where c.relkind in ('r', 'p') and not c.relispartition
     and c.relname not in (select t from lint.reference);

-- What the catalogue tells about spreading.
create view lint.ddl_problems as
with tt as (select * from lint.tenant_tables)
select relname, 'no tenant_id uuid NOT NULL as the first column' as problem
  from tt where attnum is distinct from 1 or atttypid <> 'uuid'::regtype or not attnotnull
union all
select relname, 'no primary key' from tt
 where not exists (select from pg_constraint k where k.conrelid = tt.oid and contype = 'p')
union all
select tt.relname, 'unique, primary key or exclude without tenant_id: ' || i.indexrelid::regclass
  from tt join pg_index i on i.indrelid = tt.oid
 where (i.indisunique or i.indisexclusion) and not (tt.attnum = any (i.indkey::int2[]))
union all
select tt.relname, 'foreign key not (tenant_id -> tenant_id): ' || k.conname
  from tt join pg_constraint k on k.conrelid = tt.oid and k.contype = 'f'
 where not exists (select from unnest(k.conkey, k.confkey) u (a, b)
                     join pg_attribute f on f.attrelid = k.confrelid and f.attnum = u.b
                    where u.a = tt.attnum
                      and (f.attname = 'tenant_id'
                           or (k.confrelid = 'app.tenants'::regclass and f.attname = 'id')))
union all
select tt.relname, 'foreign key SET NULL, SET DEFAULT or ON UPDATE CASCADE: ' || k.conname
  from tt join pg_constraint k on k.conrelid = tt.oid and k.contype = 'f'
 where k.confdeltype in ('n', 'd') or k.confupdtype in ('n', 'd', 'c')
union all
select tt.relname, 'trigger: ' || g.tgname
  from tt join pg_trigger g on g.tgrelid = tt.oid where not g.tgisinternal
union all
select tt.relname, 'identity or serial column: ' || a.attname
  from tt join pg_attribute a on a.attrelid = tt.oid
  left join pg_attrdef d on d.adrelid = tt.oid and d.adnum = a.attnum
 where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%'
union all
select tt.relname, 'enum column: ' || a.attname
  from tt join pg_attribute a on a.attrelid = tt.oid join pg_type y on y.oid = a.atttypid
 where y.typtype = 'e'
union all
select c.relname, 'reference table with a foreign key to a tenant table: ' || k.conname
  from pg_class c
  join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
  join tt on tt.oid = k.confrelid
 where c.relname in (select t from lint.reference)
union all
select tt.relname, 'index does not start with tenant_id: ' || i.indexrelid::regclass
  from tt join pg_index i on i.indrelid = tt.oid join pg_class x on x.oid = i.indexrelid
  join pg_am m on m.oid = x.relam
 where m.amname = 'btree' and i.indkey[0] <> tt.attnum
union all
select tt.relname, 'name longer than 54 bytes, a shard''s suffix may cut it: ' || x.relname
  from tt join pg_index i on i.indrelid = tt.oid join pg_class x on x.oid = i.indexrelid
 where octet_length(x.relname) > 54
union all
select tt.relname, 'name longer than 54 bytes, a shard''s suffix may cut it: ' || k.conname
  from tt join pg_constraint k on k.conrelid = tt.oid
 where octet_length(k.conname) > 54;

-- What the catalogue tells about the second wall: row-level security and grants.
create view lint.wall_problems as
with tt as (select * from lint.tenant_tables
             where relname not in (select t from lint.open_to_all)),
     grants as (select tt.relname, a.privilege_type, coalesce(r.rolname, 'public') as grantee
                  from lint.tenant_tables tt
                  cross join aclexplode(tt.relacl) a
                  left join pg_roles r on r.oid = a.grantee)
select relname, 'row-level security is not enabled and forced' as problem
  from tt where not (relrowsecurity and relforcerowsecurity)
union all
select tt.relname, 'no policy of renkei_app that holds both what is read and what is written'
  from tt
 where not exists (select from pg_policy p
                    where p.polrelid = tt.oid and p.polcmd = '*'
                      and pg_get_expr(p.polqual, p.polrelid) like '%app.tenant_id%'
                      and pg_get_expr(p.polwithcheck, p.polrelid) like '%app.tenant_id%')
union all
select tt.relname, 'a policy lets renkei_app by the tenant: ' || p.polname
  from tt join pg_policy p on p.polrelid = tt.oid
 where (p.polroles = '{0}'
        or exists (select from pg_roles r where r.rolname = 'renkei_app' and r.oid = any (p.polroles)))
   and (coalesce(pg_get_expr(p.polqual, p.polrelid), 'app.tenant_id') not like '%app.tenant_id%'
        or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'app.tenant_id')
           not like '%app.tenant_id%')
union all
select relname, grantee || ' may ' || privilege_type || ' on an append-only table'
  from grants
 where relname in (select t from lint.append_only) and grantee <> 'renkei_owner'
   and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
union all
select relname, grantee || ' may ' || privilege_type
  from grants
 where grantee <> 'renkei_owner' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
    or grantee = 'public';

-- One statement: every scan of a tenant table is pinned by tenant_id = $1.
create function lint.stmt_problems(q text) returns setof text language plpgsql as $$
declare
  parameter_count int;
  plan jsonb;
  node jsonb;
  tbl text;
  cond text;
  position int;
  target text;
  lowered text := lower(q);
begin
  execute 'prepare lint_q as ' || q;
  select cardinality(parameter_types) into parameter_count
    from pg_prepared_statements where name = 'lint_q';
  set local plan_cache_mode = force_generic_plan;
  execute 'explain (format json, verbose, costs off) execute lint_q'
    || case when parameter_count > 0
            then '(' || repeat('null,', parameter_count - 1) || 'null)' else '' end into plan;
  deallocate lint_q;
  for node in select jsonb_path_query(plan, 'strict $.** ? (exists(@."Node Type"))') loop
    tbl := node->>'Relation Name';
    continue when tbl is null or tbl in (select t from lint.reference)
               or node->>'Schema' is distinct from 'app';
    if node->>'Node Type' = 'ModifyTable' then
      if node->>'Operation' = 'Insert' then
        select attnum into position from pg_attribute
         where attrelid = ('app.' || tbl)::regclass and attname = 'tenant_id';
        select case when source->'Output'->>(position - 1) like '"*SELECT*".%'
                     and lowered ~ ('insert into app\.' || tbl || '( as \w+)?\s*\(\s*tenant_id\M')
                    then source->'Plans'->0->'Output'->>0 -- of the SELECT, in the INSERT's order
                    else source->'Output'->>(position - 1) end into target
          from jsonb_array_elements(node->'Plans') source
         where source->>'Parent Relationship' = 'Outer';
        if target not in ('$1', '($1)::uuid') and target not like '%.tenant_id' then
          return next format('insert into %s: tenant_id is %s, not $1', tbl, target);
        end if;
      end if;
      continue;
    end if;
    cond := concat_ws(' ', node->>'Index Cond', node->>'Filter', node->>'Recheck Cond');
    if cond !~ '\mtenant_id\M[")]* = \(?\$1\M' then
      return next format('scan of %s %s is not pinned: %s', tbl, coalesce(node->>'Alias', ''),
                         coalesce(nullif(cond, ''), 'no condition'));
    end if;
  end loop;
  -- What Citus says of volatility, by text.
  if lowered ~ 'returning[^)]*(json|to_char|now\(|current_|::text|extract|date_trunc|age\()' then
    return next 'RETURNING must be bare columns (wrap the DML in a CTE)';
  end if;
  if lowered ~ 'do update set[^;]*(now\(|current_|clock_|gen_random|json_build|jsonb_build|to_jsonb?\()' then
    return next 'DO UPDATE SET: only excluded.column, parameters, immutable expressions';
  end if;
  if lowered ~ '(clock_timestamp|gen_random_uuid|random\(|nextval|statement_timestamp)'
     and lowered ~ '\mupdate\M' then
    return next 'volatile function with UPDATE';
  end if;
  if lowered ~ '\mset\M.*\m(due_at|created_at|updated_at|leased_until|[a-z_]+_at)\s*[+-]\s' then
    return next 'instant column +/- interval in UPDATE (stable with a column): pass the time';
  end if;
  if lowered ~ '\mcycle\M|\msearch (depth|breadth)\M' then return next 'CYCLE or SEARCH clause'; end if;
  if lowered ~ '\mmerge into\M' then return next 'MERGE'; end if;
  if lowered ~ '\m(listen|notify|set_config|pg_advisory\w*|xmax)\M' then
    return next 'bound to one node or one session';
  end if;
  return;
exception when others then
  if exists (select from pg_prepared_statements where name = 'lint_q') then
    deallocate lint_q;
  end if;
  return next 'ERROR ' || sqlerrm;
end
$$;
