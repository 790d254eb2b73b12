-- questionnaire_list: one page of questionnaires, each version
-- R tenant
-- page app.questionnaires q
-- filters questionnaires
-- key q.id
-- sort -created_at: q.created_at desc timestamptz 'infinity'
select {{> questionnaire_brief}}, {{sort_value}}
  from {{page}}
 order by {{order}}
