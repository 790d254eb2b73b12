-- answer_form: every answer of a response and of the round accepted before it, for C
-- R tenant
-- $2 response_id
select a.response_id <> $2::uuid as is_previous, {{> answer_columns}}
  from app.answers a
 where a.tenant_id = $1::uuid
   and (a.response_id = $2::uuid or a.response_id = (
     {{> round_before}}))
 order by a.position
