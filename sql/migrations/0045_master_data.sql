-- What a vendor master knows of a supplier besides its name: its pages, where it is, what it supplies. The
-- lists are stored as they are shown.
alter table app.suppliers
  add column website text,
  add column addresses jsonb not null default '[]',
  add column services jsonb not null default '[]';
