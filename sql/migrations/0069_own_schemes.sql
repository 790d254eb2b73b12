-- Schemes of a tenant's own: what certificates and other schemes are looked up by stands beside the document.
alter table app.schemes
  add column certificate_kind text generated always as (document ->> 'certificate_kind') stored,
  add column includes text generated always as (document ->> 'includes') stored;
create index schemes_includes on app.schemes (tenant_id, includes) where includes is not null;
