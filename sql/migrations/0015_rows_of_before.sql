-- What 0010 and 0012 were to fill in rows of before: forced row-level security held the owner, too, so
-- that they found none. (What 0007 was to fold is folded elsewhere.)
alter table app.answers no force row level security;
alter table app.answer_history no force row level security;
alter table app.responses no force row level security;
insert into app.answer_history (tenant_id, response_id, code, ordinal, revision, action, at, by, type,
  value, review, channel, comment, answered_at, answered_by)
select a.tenant_id, a.response_id, a.code, a.revision * 2, a.revision,
       case when a.prefilled and not a.confirmed then 'prefilled'
            when a.review is not null then 'reviewed' else 'saved' end,
       a.updated_at, a.updated_by, a.type, a.value, a.review, a.channel, a.comment, a.answered_at,
       a.answered_by
  from app.answers a
    on conflict do nothing;
update app.responses
   set first_submitted_at = coalesce(submitted_at, updated_at)
 where first_submitted_at is null
   and (submitted_at is not null or state = 'returned' or return_reasons <> '[]'::jsonb);
alter table app.answers force row level security;
alter table app.answer_history force row level security;
alter table app.responses force row level security;
