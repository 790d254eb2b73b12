-- response_source: where the answers of an earlier round come from; same supplier only
-- R tenant
-- $2 id (of the response to fill)
-- $3 supplier_id
-- $4 questionnaire_code
-- $5 from_id (null: the last accepted one of the same questionnaire)
-- $6 reach (of the session of a link: from those, or what was accepted of the same questionnaire)
select p.id
  from app.responses p
 where p.tenant_id = $1::uuid and p.supplier_id = $3::uuid and p.id <> $2::uuid
   and case when $5::uuid is null then p.state = 'accepted' and p.questionnaire_code = $4::text
            else p.id = $5::uuid end
   and ($6::uuid[] is null or p.id = any ($6::uuid[])
        or (p.state = 'accepted' and p.questionnaire_code = $4::text))
 order by {{> round r=p}} desc
 limit 1
