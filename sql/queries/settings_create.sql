-- settings_create: the settings of a new tenant, all at their defaults
-- W tenant
insert into app.settings (tenant_id) values ($1::uuid)
