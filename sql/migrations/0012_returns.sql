-- Days to answer again after a return that names no day; by when an answer first came, so that whoever
-- has submitted once is never silent for that response; and how answers come: other than online, the
-- asking side enters what was said earlier, and nobody is waited for.
alter table app.settings add column return_days integer not null default 14;
alter table app.responses add column first_submitted_at timestamptz;
alter table app.responses add column channel text not null default 'online'
  check (channel in ('online', 'excel', 'paper', 'phone'));
update app.responses
   set first_submitted_at = coalesce(submitted_at, updated_at)
 where submitted_at is not null or state = 'returned' or return_reasons <> '[]'::jsonb;
