-- Answer links: how respondents come in without an account. Of a link's token only the SHA-256 is
-- stored. Amendments: a new response opens some questions of an accepted one.
create table app.links (
  tenant_id uuid not null references app.tenants (id),
  id uuid not null,
  revision integer not null default 1,
  response_id uuid not null,
  contact_id uuid,
  token_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, response_id) references app.responses (tenant_id, id) on delete cascade);
create index links_response on app.links (tenant_id, response_id, created_at, id);

-- One person may be a contact of several suppliers: the mail address says who it is. A column,
-- because row-level security keeps an index on lower(email) from being used.
alter table app.contacts add column email_key text generated always as (lower(email)) stored;
create index contacts_email on app.contacts (tenant_id, email_key) where email_key is not null;

-- Of an amendment: the accepted response it corrects, the questions it opens, and why. Its other
-- answers are copies nobody can change.
alter table app.responses add column amends uuid;
alter table app.responses add column amend_codes text[];
alter table app.responses add column amend_reason text;
alter table app.responses add constraint responses_amends
  foreign key (tenant_id, amends) references app.responses (tenant_id, id);

do $$
begin
  alter table app.links enable row level security;
  alter table app.links force row level security;
  create policy tenant on app.links
    using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
  grant select, insert, update on app.links to renkei_app;
end $$;
