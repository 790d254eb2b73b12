-- A measure counts against its finding as it stood. When an answer shows the gap again, a measure that
-- was in place goes back to work; what it was before stays here until it is in place again, or until
-- the response that said so is taken back. implemented_at and verified_* are kept meanwhile, unshown.
alter table app.measures add column reopened_at timestamptz;
alter table app.measures add column reopened_from text
  check (reopened_from in ('implemented', 'verified'));
alter table app.measures add column reopened_by uuid;
alter table app.measures add column reopened_due_on date;
