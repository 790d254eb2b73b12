-- score_questionnaires: the versions that a score rests on, and behind them those of what the supplier was asked and left unanswered
-- R tenant
-- $2 basis (jsonb: of the score)
-- $3 supplier_id
with known as (
  select p.questionnaire_id,
         min(case when $2::jsonb @> jsonb_build_array(jsonb_build_object('response_id', p.id)) then 0 else 1 end) as place
    from app.responses p
   where p.tenant_id = $1::uuid and p.supplier_id = $3::uuid
   group by p.questionnaire_id)
select q.id
  from known k
  join app.questionnaires q on q.tenant_id = $1::uuid and q.id = k.questionnaire_id
 where q.tenant_id = $1::uuid and q.state <> 'draft'
 order by k.place, q.code, q.version desc
