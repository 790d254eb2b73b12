-- Who assessed, when the public register was looked into, and whether the last day is assumed from the day of issue. A
-- certificate that was there before assumes nothing until it is saved again: no score moves by an upgrade.
alter table app.certificates
  add column assessor text,
  add column register_checked_on date,
  add column expiry_assumed boolean not null default false,
  add constraint certificates_assumed check (not expiry_assumed or expires_on is not null);
