-- campaign_candidates: suppliers that may be asked, with the open response that stands in the way
-- R tenant
-- $2 ids
-- $3 campaign_id
-- $4 questionnaire_code
select s.id, s.name, s.status, exists (
         select from app.campaign_suppliers m
          where m.tenant_id = $1::uuid and m.campaign_id = $3::uuid
            and m.supplier_id = s.id) as is_member,
       o.id as open_id, o.questionnaire_id as open_version, o.amends is not null as is_amendment
  from app.suppliers s
  left join app.responses o on o.tenant_id = s.tenant_id and o.supplier_id = s.id
   and o.questionnaire_code = coalesce($4::text, '') and o.tenant_id = $1::uuid
   and {{> is_open r=o}}
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
 order by s.id
