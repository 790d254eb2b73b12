-- link_lock: one link of a response, locked until the end of the transaction; a respondent's own are
--   those that lead to sections
-- W tenant
-- $2 response_id
-- $3 id
-- $4 supplier_scope (of a respondent, else null)
-- $5 people (of a respondent's side, else null)
select {{> link_columns}},
       (select r.supplier_id from app.responses r
         where r.tenant_id = $1::uuid and r.id = l.response_id) as "_supplier_id"
  from app.links l
 where l.tenant_id = $1::uuid and l.response_id = $2::uuid and l.id = $3::uuid
   and ($4::uuid is null or l.sections is not null)
   for update of l
