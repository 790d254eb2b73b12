-- answer_prefill: what an earlier response gives to one that is to be filled, in sheet order, for C
-- R tenant
-- $2 source_id
-- $3 response_id (to fill)
-- $4 kinds (jsonb: code: kind of certificate)
select a.code, a.position, a.revision, a.type, {{> prefilled_value of=r kind=($4::jsonb->>a.code)}} as value,
       a.review, a.channel, a.comment, {{> instant of=a.answered_at}} as answered_at, a.answered_by,
       {{> instant of=a.updated_at}} as updated_at, a.updated_by, a.prefilled, a.confirmed
  from app.answers a
  join app.responses r on r.tenant_id = $1::uuid and r.id = $3::uuid
 where a.tenant_id = $1::uuid and r.tenant_id = $1::uuid and a.response_id = $2::uuid
 order by a.position
