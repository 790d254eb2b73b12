-- Whether the last version of the questionnaire with the code {{of}} is retired.
coalesce((select q.state = 'retired'
            from app.questionnaires q
           where q.tenant_id = $1::uuid and q.code = {{of}} and q.state <> 'draft'
           order by q.version desc limit 1), false)
