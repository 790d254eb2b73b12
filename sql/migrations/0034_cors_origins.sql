-- Pages that a tenant lets call the service from a browser. A browser asks before it has a token, so they are read
-- before a tenant is known, as the disabled subjects are; whoever asks from such a page is told of it anyway.
create table app.cors_origins (
  tenant_id uuid not null references app.tenants (id),
  origin text not null,
  primary key (tenant_id, origin));
grant select, insert, delete on app.cors_origins to renkei_app;
