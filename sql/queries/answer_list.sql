-- answer_list: one page of a response's answers, in sheet order
-- R tenant
-- page app.answers a
-- only a.response_id = $id::uuid
-- only {{> of_sections of=a.code}}
-- key a.response_id
-- sort position: a.position asc integer -1
select {{> answer_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
