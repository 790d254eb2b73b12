-- finding_previous: the answers of the accepted round before a response, by question
-- R tenant
-- $2 supplier_id $3 questionnaire_code $4 response_id
select coalesce(json_object_agg(a.code, {{> counted_answer}}), '{}')
         as answers
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = (
   select r.id from app.responses r
    where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
      and r.questionnaire_code = $3::text and r.state = 'accepted' and r.id <> $4::uuid
      and {{> round}} < (select {{> round r=b}} from app.responses b
                          where b.tenant_id = $1::uuid and b.id = $4::uuid)
    order by {{> round}} desc limit 1)
