-- What a gate policy may hold against a supplier, and from which day: what lies ahead too, so that it can
-- be said until when a decision holds. `s` is app.suppliers, `d` has the tenant's grace.
select 'archived' as condition, null::text as detail, s.id::text as subject, null::date as since,
       null::json as questions, false as assumed
 where s.status = 'archived'
union all
select 'not_assessed', null, '', null, null, false
 where {{> judged_band}} is null and s.assessment_status <> 'no_response'
union all
select 'band_at_least', {{> judged_band}}, {{> judged_band}}, null, null, false
 where {{> judged_band}} is not null
union all
select 'review_overdue', null, s.next_review_on::text, s.next_review_on + 1, null, false
 where s.next_review_on is not null
union all
select 'incident_open', null, i.id::text, i.discovered_on, null, false
  from app.incidents i
 where i.tenant_id = $1::uuid and i.supplier_id = s.id and i.state = 'open'
union all
select 'connected_incident', null, i.id::text,
       case when k.since > i.discovered_on then k.since else i.discovered_on end, null, false
  from (select n.to_supplier_id as id, n.since
          from app.supplier_links n
         where n.tenant_id = $1::uuid and n.from_supplier_id = s.id and {{> link_connects}}
         union all
        select n.from_supplier_id, n.since
          from app.supplier_links n
         where n.tenant_id = $1::uuid and n.to_supplier_id = s.id and {{> link_connects}}) k
  join app.incidents i on i.tenant_id = $1::uuid and i.supplier_id = k.id and i.state = 'open'
union all
select 'certificate_expired', c.kind, c.id::text, c.expires_on + 1, null, c.expiry_assumed
  from app.certificates c
 where c.tenant_id = $1::uuid and c.supplier_id = s.id and c.expires_on is not null
   and {{> certificate_last}}
union all
select 'no_response', null, r.id::text, {{> silent_from}}, null, false
  from app.responses r
 where r.tenant_id = $1::uuid and r.supplier_id = s.id and r.due_on is not null
   and {{> with_supplier}} and r.first_submitted_at is null
union all
select 'weak_measure_overdue', null, m.id::text, m.due_on + 1,
       (select json_agg(json_build_array(p.questionnaire_id, f.question_code))
          from app.measure_findings x
          join app.findings f on f.tenant_id = $1::uuid and f.id = x.finding_id
          join app.responses p on p.tenant_id = $1::uuid and p.id = f.response_id
         where x.tenant_id = $1::uuid and x.measure_id = m.id), false
  from ({{> measures_of_supplier}}) m
 where m.due_on is not null and {{> measure_in_hand}}
