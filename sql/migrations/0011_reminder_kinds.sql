-- A rule says what its kind is about, so that no statement takes a kind's name apart; which kinds
-- there are is the contract's matter.
alter table app.reminder_rules add column subject_type text;
-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.reminder_rules no force row level security;
update app.reminder_rules set subject_type = split_part(kind, '_', 1);
alter table app.reminder_rules force row level security;
alter table app.reminder_rules alter column subject_type set not null;
alter table app.reminder_rules drop constraint reminder_rules_kind_check;
