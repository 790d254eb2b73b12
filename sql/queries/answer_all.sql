-- answer_all: every answer of a response, in sheet order, for C
-- R tenant
-- $2 response_id
select a.code, a.position, a.revision, a.type, a.value, a.review, a.channel, a.comment,
       to_char(a.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as answered_at,
       a.answered_by,
       to_char(a.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at,
       a.updated_by, a.prefilled, a.confirmed
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = $2::uuid
 order by a.position
