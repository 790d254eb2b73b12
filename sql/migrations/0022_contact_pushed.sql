-- What a system last said of a contact that it pushed, as it would be stored: {"name", "email", "phone",
-- "role", "locale"}. A member of the contact that differs from it was set by people, and stays.
alter table app.contacts add column pushed jsonb;
alter table app.contacts no force row level security;
update app.contacts
   set pushed = jsonb_build_object('name', name, 'email', email, 'phone', phone, 'role', role,
         'locale', locale)
 where source is not null;
alter table app.contacts force row level security;
