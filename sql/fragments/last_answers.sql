-- What response {{of}} said last: its answers, or of one that was returned those it had been submitted
-- with, whatever is being changed in it.
select a.code, a.type, a.value, a.review, a.answered_at
  from app.answers a
 where a.tenant_id = $1::uuid and a.response_id = {{of}}.id and {{of}}.last_submission is null
union all
select h.code, h.type, h.value, h.review, h.answered_at
  from jsonb_each({{of}}.last_submission -> 'revisions') as v (code, revision)
  join app.answer_history h on h.response_id = {{of}}.id and h.code = v.code
   and h.ordinal = 2 * v.revision::integer
 where h.tenant_id = $1::uuid
