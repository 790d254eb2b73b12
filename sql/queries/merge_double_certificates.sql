-- merge_double_certificates: certificates of both suppliers from one question: the one said last stays with it
-- R tenant
-- $2 from $3 into
select case when o.answered_at > k.answered_at then o.id else k.id end as kept,
       case when o.answered_at > k.answered_at then k.id else o.id end as other
  from app.certificates o
  join app.certificates k on k.tenant_id = $1::uuid and k.supplier_id = $3::uuid
   and k.questionnaire_code = o.questionnaire_code and k.question_code = o.question_code
 where o.tenant_id = $1::uuid and o.supplier_id = $2::uuid
 order by o.id
