-- response_list: one page of responses
-- R tenant
-- page app.responses r
-- filters responses
-- lead supplier_id questionnaire_id state due_on
-- span overdue: r.due_on
-- span due_on_lt: r.due_on
-- span due_on_lte: r.due_on
-- key r.id
-- sort -requested_at: r.requested_at desc timestamptz 'infinity'
select {{> response_columns}},
       {{sort_value}}
  from {{page}}
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
 where q.tenant_id = $1::uuid
 order by {{order}}
