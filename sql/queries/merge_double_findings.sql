-- merge_double_findings: findings of both suppliers on one question: one that is open stays, or the survivor's
-- R tenant
-- $2 from $3 into
select case when o.state <> 'closed' and k.state = 'closed' then o.id else k.id end as kept,
       case when o.state <> 'closed' and k.state = 'closed' then k.id else o.id end as other,
       greatest(o.revision, k.revision) as revision
  from app.findings o
  join app.findings k on k.tenant_id = $1::uuid and k.supplier_id = $3::uuid
   and k.questionnaire_code = o.questionnaire_code and k.question_code = o.question_code
 where o.tenant_id = $1::uuid and o.supplier_id = $2::uuid
 order by o.id
