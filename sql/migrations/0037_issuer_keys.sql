-- Public keys of other issuers, fetched by the worker that may speak to other machines (RENKEI_ISSUERS, jwks_url).
-- The service only reads them and says whose it misses: whoever gets hold of it can make no key count. The last good
-- set stays whatever happens later. No tenant: an issuer is the operator's.
create table app.issuer_keys (
  issuer text primary key,
  url text not null,
  jwks text,
  fetched_at timestamptz,
  tried_at timestamptz not null,
  fault text,
  wanted_at timestamptz);
grant select, insert, update on app.issuer_keys to renkei_worker;
grant select, update (wanted_at) on app.issuer_keys to renkei_app;
