-- A file behind an answer is due on the last day on which it holds, unless a later one that holds longer is
-- behind an answer to the same question. One of the subjects of reminder_queue.
select 'evidence', e.id, '', e.supplier_id, e.expires_on, false, e.name, null, p.owner
  from app.evidence e
  join app.suppliers p on p.tenant_id = e.tenant_id and p.id = e.supplier_id
 where e.tenant_id = $1::uuid and p.tenant_id = $1::uuid and e.expires_on is not null
   and p.status = 'active' and e.erased_at is null and e.state not in ('refused', 'infected')
   and not exists (
     select from app.response_evidence l
       join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
       join app.evidence n on n.tenant_id = l.tenant_id and n.supplier_id = e.supplier_id
        and n.id > e.id
       join app.response_evidence o on o.tenant_id = l.tenant_id and o.evidence_id = n.id
       join app.responses w on w.tenant_id = l.tenant_id and w.id = o.response_id
      where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid and n.tenant_id = $1::uuid
        and o.tenant_id = $1::uuid and w.tenant_id = $1::uuid and l.evidence_id = e.id
        and w.questionnaire_code = r.questionnaire_code
        and n.erased_at is null and n.state not in ('refused', 'infected')
        and (n.expires_on is null or n.expires_on > e.expires_on)
        and o.codes ?| array(select jsonb_object_keys(l.codes)))
