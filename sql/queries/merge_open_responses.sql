-- merge_open_responses: open responses to one questionnaire of both suppliers: what stays and what ends
-- R tenant
-- $2 from $3 into
--   The one that is further stays; of two that are as far, the survivor's.
select p.code, (p.ids)[1] as kept, (p.ids)[2] as other
  from (select r.questionnaire_code as code,
               array_agg(r.id order by {{> response_progress_rank}} desc, r.supplier_id = $3::uuid desc) as ids
          from app.responses r
         where r.tenant_id = $1::uuid and r.supplier_id in ($2::uuid, $3::uuid) and {{> is_open}}
         group by r.questionnaire_code) p
 where cardinality(p.ids) = 2
 order by p.code
