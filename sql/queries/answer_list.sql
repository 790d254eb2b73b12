-- answer_list: one page of a response's answers, in sheet order
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 id
-- key a.response_id
-- sort position: a.position asc integer -1
select {{> answer_columns}}
       , {{sort_value}}
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = $5::uuid and {{after}}
 order by {{order}}
 limit $4::integer
