-- The profile is one value: a field of it is a member, so that a new one needs no column. The two
-- that lists are filtered by stay columns, made of it, since an index wants one.
alter table app.suppliers add column profile jsonb not null default '{}'
  check (jsonb_typeof(profile) = 'object');
-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.suppliers no force row level security;
update app.suppliers
   set profile = jsonb_strip_nulls(jsonb_build_object(
     'data_sensitivity', data_sensitivity, 'business_dependency', business_dependency,
     'substitutability', substitutability, 'supply_chain_stage', supply_chain_stage,
     'remote_connection', remote_connection, 'network_connectivity', network_connectivity))
 where num_nonnulls(data_sensitivity, business_dependency, substitutability, supply_chain_stage,
         remote_connection, network_connectivity) > 0;
alter table app.suppliers force row level security;
alter table app.suppliers drop column data_sensitivity, drop column business_dependency,
  drop column substitutability, drop column supply_chain_stage, drop column remote_connection,
  drop column network_connectivity;
alter table app.suppliers
  add column data_sensitivity text generated always as (profile ->> 'data_sensitivity') stored,
  add column supply_chain_stage text generated always as (profile ->> 'supply_chain_stage') stored;
