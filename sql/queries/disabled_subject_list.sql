-- disabled_subject_list: every disabled subject, for the gate's deny list
-- R admin
select d.tenant_id, d.subject from app.disabled_subjects d order by d.tenant_id, d.subject
