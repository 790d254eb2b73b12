-- answer_list: one page of a response's answers, in sheet order
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 id
-- key a.response_id
-- sort position: a.position asc integer -1
select a.code, a.position, a.revision, a.type, a.value, a.review, a.channel, a.comment,
       to_char(a.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as answered_at,
       a.answered_by,
       to_char(a.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at,
       a.updated_by, a.prefilled, a.confirmed
       , {{sort_value}}
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = $5::uuid and {{after}}
 order by {{order}}
 limit $4::integer
