-- response_new: what decides whether a supplier may be asked; always one row
-- R tenant
-- $2 supplier_id
-- $3 questionnaire_id
-- $4 now
select (select s.status from app.suppliers s
         where s.tenant_id = $1::uuid and s.id = $2::uuid) as supplier_status,
       (select q.state from app.questionnaires q
         where q.tenant_id = $1::uuid and q.id = $3::uuid) as questionnaire_state,
       (select r.id from app.responses r
         where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid
           and r.questionnaire_code = (select q.code from app.questionnaires q
                                        where q.tenant_id = $1::uuid and q.id = $3::uuid)
           and {{> is_open}}) as open_id,
       {{> tenant_today}} as today
