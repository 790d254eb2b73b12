-- export_answers: the answers of the next responses of a campaign, by the response's id
--   A response without an answer is a row, too: who was asked and has said nothing is not left out.
-- R tenant
-- $2 after_id $3 limit $4 campaign_id (uuid[]) $5 external_source (null: the first)
with page as (
  select m.response_id, m.supplier_id
    from app.campaign_suppliers m
   where m.tenant_id = $1::uuid and m.campaign_id = any ($campaign_id::uuid[])
     and m.response_id > $after_id::uuid
   order by m.response_id
   limit least($limit::integer, 40))
select p.response_id as "_id", p.response_id, r.state, r.questionnaire_code, s.id as "supplier.id",
       s.name as "supplier.name", {{> first_number word='source'}} as "supplier.source",
       {{> first_number word='id'}} as "supplier.external_id",
       a.code, a.type,
       coalesce(a.value ->> 'answer', a.value ->> 'status', a.value ->> 'text', a.value ->> 'choice',
                a.value ->> 'choices', a.value ->> 'number', a.value ->> 'date') as answer,
       a.value, a.review, a.comment, a.channel, a.answered_at, a.answered_by, a.revision
  from page p
  join app.responses r on r.tenant_id = $1::uuid and r.id = p.response_id
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = p.supplier_id
  left join app.answers a on a.tenant_id = r.tenant_id and a.response_id = r.id
   and a.tenant_id = $1::uuid
 order by p.response_id, a.position, a.code
