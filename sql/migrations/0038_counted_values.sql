-- Beside all rows of a list those of each value of its common filters are counted; an empty filter is all rows.
alter table app.list_totals
  add column filter text not null default '',
  add column value text not null default '';
alter table app.list_totals drop constraint list_totals_pkey;
alter table app.list_totals add primary key (tenant_id, list, filter, value);
grant delete on app.list_totals to renkei_app;
