-- reminder_queue: makes the queue equal to the due list, if this run was opened
--   due: of every open subject and rule the most imminent stage whose day has come, unless a later
--   one is on its way or sent. What is due and was never queued is queued, what waits and is not due
--   is withdrawn, what waits for somebody who is not to be told any more is addressed anew.
-- W tenant
-- $2 run $3 now $4 limit
-- $5 late_kinds (text[]: those that begin behind the due day)
--   Where a rule for what is late begins, the one before it ends, if both write to the same: after an
--   outage nobody is told on one day that something is due and that it is overdue.
with stage as (
  select r.id, r.kind, r.subject_type as type, r.locale, r.recipient, r.role,
         r.address, o.stage, coalesce(o.place > r.escalate_after, false) as escalated,
         b.day - o.stage as due_until,
         greatest(b.day - lead(o.stage) over (partition by r.id order by o.stage), e.late) as due_after
    from app.reminder_marks k
    join app.reminder_rules r on r.tenant_id = k.tenant_id and r.enabled
    cross join lateral (
      select case when r.business_days then k.business_day else k.day end as day) b
    cross join lateral unnest(r.offsets) with ordinality as o (stage, place)
    cross join lateral (
      select max(case when l.business_days then k.business_day else k.day end - l.offsets[1]) as late
        from app.reminder_rules l
       where l.tenant_id = $1::uuid and l.enabled and l.subject_type = r.subject_type
         and l.kind = any ($5::text[]) and r.kind <> all ($5::text[])
         and l.recipient = r.recipient and l.address is not distinct from r.address) e
   where k.tenant_id = $1::uuid and r.tenant_id = $1::uuid and k.run = $2::uuid),
-- Everything that has a day, with the owner of its supplier: one fragment per type.
subject as (
  {{> due_response}}
  union all
  {{> due_plan}}
  union all
  {{> due_measure}}
  union all
  {{> due_certificate}}
  union all
  {{> due_review}}
  union all
  {{> due_acceptance}}
  union all
  {{> due_contract}}
  union all
  {{> due_evidence}}
  union all
  {{> due_offboarding}}),
due as materialized (
  select g.id as rule_id, g.kind, g.stage, g.role, g.locale, s.type, s.id as subject_id, s.code,
         s.supplier_id, s.due_on, s.title_ja, s.title_en, w.recipient,
         case w.recipient when 'owner' then o.email when 'address' then g.address end as own_email,
         case when g.escalated and w.recipient = 'contacts' then o.email end as cc
    from stage g
    join subject s on s.type = g.type and s.due_on <= g.due_until
     and (g.due_after is null or s.due_on > g.due_after)
    -- What is ours is never asked of the supplier.
    cross join lateral (select case when s.internal and g.recipient = 'contacts' then 'owner'
                                    else g.recipient end as recipient) w
    cross join lateral (select case when position('@' in s.owner) > 1 then s.owner end as email) o
   where exists (select from app.reminder_marks k
                  where k.tenant_id = $1::uuid and k.run = $2::uuid)),
wanted as (
  select d.*, e.id is null or e.state = 'withdrawn' as missing, e.recipient_email as old_email,
         e.blocker as old_blocker, e.cc as old_cc
    from due d
    left join app.reminders e on e.tenant_id = $1::uuid and e.rule_id = d.rule_id
     and e.subject_id = d.subject_id and e.subject_code = d.code and e.due_on = d.due_on
     and e.stage = d.stage
    left join app.contacts c on c.tenant_id = $1::uuid and c.id = e.contact_id
   where e.id is null or e.state = 'withdrawn'
      or (e.state = 'queued'
          and (e.blocker is not null or e.cc is distinct from d.cc
               or case when d.recipient = 'contacts'
                       then (c.deliverable and c.email = e.recipient_email
                             and (d.role is null or c.role = d.role)) is not true
                       else e.recipient_email is distinct from d.own_email end))),
addressed as (
  select w.*, c.id as contact_id, c.name as contact_name,
         coalesce(c.email, w.own_email) as email,
         coalesce(w.locale, c.locale, t.locale) as told_in,
         case when coalesce(c.email, w.own_email) is null then 'no_recipient'
              when not c.deliverable then 'undeliverable' end as blocker
    from wanted w
    join app.settings t on t.tenant_id = $1::uuid
    left join lateral (
      select c.id, c.name, c.email, c.locale, c.deliverable
        from app.contacts c
       where c.tenant_id = $1::uuid and c.supplier_id = w.supplier_id
         and w.recipient = 'contacts' and (w.role is null or c.role = w.role)
       order by c.deliverable and c.email is not null desc, c.email is null, c.created_at, c.id
       limit 1) c on true
   where not exists (
     select from app.reminders later
      where later.tenant_id = $1::uuid and later.rule_id = w.rule_id
        and later.subject_id = w.subject_id and later.subject_code = w.code
        and later.due_on = w.due_on and later.stage > w.stage
        and later.state in ('leased', 'sent'))),
fresh as materialized (
  select a.* from addressed a
   where a.missing or a.email is distinct from a.old_email or a.cc is distinct from a.old_cc
      or a.blocker is distinct from a.old_blocker
   limit $4::integer),
gone as (
  update app.reminders m
     set state = 'withdrawn', revision = revision + 1, updated_at = $3::timestamptz
   where m.tenant_id = $1::uuid
     and (m.state = 'queued' or (m.state = 'leased' and m.available_at < now()))
     and exists (select from app.reminder_marks k
                  where k.tenant_id = $1::uuid and k.run = $2::uuid)
     -- NOT IN is hashed, whatever the planner believes of a queue that has just grown.
     and (m.rule_id, m.subject_id, m.subject_code, m.due_on, m.stage) not in (
       select d.rule_id, d.subject_id, d.code, d.due_on, d.stage from due d)
  returning m.id),
full_run as (
  update app.reminder_marks k
     set is_full = true
   where k.tenant_id = $1::uuid and k.run = $2::uuid
     and (select count(*) from fresh) >= $4::integer
  returning k.tenant_id)
insert into app.reminders as m (tenant_id, id, rule_id, kind, subject_type, subject_id,
  subject_code, due_on, stage, supplier_id, title, recipient_email, recipient_name, contact_id, cc,
  locale, blocker, state, available_at, created_at, updated_at)
select $1::uuid,
       overlay(overlay(encode(substring(sha256(convert_to(concat_ws(' ', f.rule_id, f.subject_id,
         f.code, f.due_on, f.stage), 'UTF8')) for 16), 'hex') placing '8' from 13)
         placing '8' from 17)::uuid,
       f.rule_id, f.kind, f.type, f.subject_id, f.code, f.due_on, f.stage, f.supplier_id,
       coalesce(case when f.told_in = 'en' then f.title_en end, f.title_ja), f.email,
       f.contact_name, f.contact_id, f.cc, f.told_in, f.blocker, 'queued', now(),
       $3::timestamptz, $3::timestamptz
  from fresh f
    on conflict (tenant_id, id) do update
   set state = 'queued', recipient_email = excluded.recipient_email,
       recipient_name = excluded.recipient_name, contact_id = excluded.contact_id,
       cc = excluded.cc, locale = excluded.locale, title = excluded.title,
       blocker = excluded.blocker, available_at = excluded.available_at, attempts = 0,
       revision = m.revision + 1, updated_at = excluded.updated_at
 where m.state in ('withdrawn', 'queued')
returning id
