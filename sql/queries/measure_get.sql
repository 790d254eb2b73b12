-- measure_get: one measure as its clients see it
-- R tenant
-- $2 id $3 supplier_scope (of a respondent, else null)
-- $4 as_of (null: today where the tenant is) $5 now
select m.id, m.revision, m.supplier_id, m.state, m.side, m.source, m.title, m.description, m.assignee,
       case when $3::uuid is null then m.effect_micro end as "effect:micro", m.impact,
       (select coalesce(json_agg(json_build_object('id', f.id,
                 'questionnaire_code', f.questionnaire_code, 'question', f.question_code)
                 order by f.questionnaire_code, f.question_code), '[]')
          from app.measure_findings x
          join app.findings f on f.tenant_id = x.tenant_id and f.id = x.finding_id
         where x.tenant_id = $1::uuid and f.tenant_id = $1::uuid and x.measure_id = m.id) as findings,
       m.due_on,
       coalesce(m.due_on < coalesce($4::date, ($5::timestamptz at time zone t.time_zone)::date)
         and m.state in ('planned', 'in_progress'), false) as overdue,
       (select coalesce(json_agg(json_build_object(
                 'at', to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'by', p.by, 'state', p.state, 'note', p.note) order by p.revision), '[]')
          from (select * from app.measure_reports l
                 where l.tenant_id = $1::uuid and l.measure_id = m.id
                 order by l.revision desc limit 20) p) as reports,
       m.started_at, m.implemented_at, m.verified_at, m.verified_by,
       case when $3::uuid is null then m.verification_notes end as verification_notes,
       m.cancelled_at, m.cancel_reason, m.created_at, m.created_by, m.updated_at,
       m.revision || '.' || coalesce($4::date, ($5::timestamptz at time zone t.time_zone)::date)
         as "_etag"
  from app.measures m
  join app.settings t on t.tenant_id = m.tenant_id
 where m.tenant_id = $1::uuid and t.tenant_id = $1::uuid and m.id = $2::uuid
   and ($3::uuid is null or (m.supplier_id = $3::uuid and m.side = 'supplier'))
