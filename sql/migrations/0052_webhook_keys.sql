-- A webhook's messages carry an Ed25519 signature, too: secrets made from now on have a key pair. The service writes the
-- private key (its seed) and never reads it back; anybody may know the public one. `full_body`: messages have what may
-- say something of a person (docs/webhooks.md).
alter table app.webhook_secrets add column signing_key bytea, add column public_key bytea;
grant select (public_key) on app.webhook_secrets to renkei_app;
alter table app.webhook_endpoints add column full_body boolean not null default false;
