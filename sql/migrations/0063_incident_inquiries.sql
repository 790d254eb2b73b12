-- The campaign that asks those whom an incident may reach; an incident has one at most.
alter table app.incidents add column inquiry_id uuid;
alter table app.incidents add foreign key (tenant_id, inquiry_id)
  references app.campaigns (tenant_id, id);
