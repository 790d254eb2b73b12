-- Tenants that are there already get the rule about files behind answers, switched off.
alter table app.reminder_rules no force row level security;
insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days,
  recipient, created_at, updated_at)
select t.id, gen_random_uuid(), 'evidence_expiring', 'evidence', false, '{-60,-30,-7}', true, 'contacts',
       now(), now()
  from app.tenants t
 where not exists (select from app.reminder_rules r
                    where r.tenant_id = t.id and r.kind = 'evidence_expiring');
alter table app.reminder_rules force row level security;
