-- Whether measure `m` has to do with what the session of a link leads to: it is against findings of the
-- same questionnaire, or against none.
(not exists (select from app.measure_findings x
               where x.tenant_id = $1::uuid and x.measure_id = m.id)
      or exists (select from app.measure_findings x
                   join app.findings f on f.tenant_id = x.tenant_id and f.id = x.finding_id
                   join app.responses y on y.tenant_id = f.tenant_id
                    and y.questionnaire_code = f.questionnaire_code
                  where x.tenant_id = $1::uuid and f.tenant_id = $1::uuid and y.tenant_id = $1::uuid
                    and x.measure_id = m.id and y.id = any ($reach::uuid[])))
