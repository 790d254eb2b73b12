-- What may say something of a person stands in the hashed text of an event as a salted commitment;
-- `personal` has the values beside it, and alone can be changed: [[place, salt, value], ...] in the
-- order of their places in the text. An event of before was hashed with its values: all of its text is
-- there, and its body is what tells it apart from others. `erased_by`: an erasure changed it.
alter table app.events add column personal text;
alter table app.events add column erased_by uuid;
alter table app.events no force row level security;
update app.events
   set personal = body,
       body = '{"id":"' || id || '","seq":' || seq || ',"type":"' || type || '"}';
alter table app.events force row level security;
grant update (personal, erased_by) on app.events to renkei_app;
