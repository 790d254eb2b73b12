-- Whose snapshot a supplier was archived by, because it was not in it (docs/imports.md): when a later one has it
-- again it is restored, which what people archive is not.
alter table app.suppliers add column archived_source text;
