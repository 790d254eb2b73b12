-- response_amendable: what decides whether an accepted response may be amended
-- R tenant
-- $2 id
select s.status as supplier_status,
       (select o.id from app.responses o
         where o.tenant_id = $1::uuid and o.supplier_id = r.supplier_id
           and o.questionnaire_code = r.questionnaire_code
           and {{> is_open r=o}}) as open_id,
       (select n.id from app.responses n
         where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
           and n.questionnaire_code = r.questionnaire_code and n.state = 'accepted'
           and {{> round r=n}} > {{> round}}
         order by {{> round r=n}} desc limit 1) as later_id
  from app.responses r
  join app.suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
 where r.tenant_id = $1::uuid and s.tenant_id = $1::uuid and r.id = $2::uuid
