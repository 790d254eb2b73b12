-- The responses a score rests on; scores of before know the one. `r` is app.risk_scores.
case when r.basis is not null then r.basis::json
         else (select coalesce(json_agg(json_build_object('response_id', p.id, 'questionnaire',
                        json_build_object('code', q.code, 'version', q.version))), '[]')
                 from app.responses p
                 join app.questionnaires q on q.tenant_id = p.tenant_id and q.id = p.questionnaire_id
                where p.tenant_id = $1::uuid and q.tenant_id = $1::uuid and p.id = r.response_id) end
