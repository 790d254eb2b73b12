-- answer_history_count: how many changes answer_history_list shows
-- R tenant
-- $2 id $3 code
-- $4 supplier_scope
select count(*) as total
  from app.answer_history h
 where h.tenant_id = $1::uuid and h.response_id = $2::uuid and h.code = $3::text
   and ($4::uuid is null or h.action <> 'reviewed')
