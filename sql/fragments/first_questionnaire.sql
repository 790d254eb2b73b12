-- What a supplier that was asked nothing is scored against.
select q.id
  from app.questionnaires q
 where q.tenant_id = $1::uuid and q.state <> 'draft'
 order by q.published_at, q.id
 limit 1
