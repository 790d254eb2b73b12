-- user_list: one page of the users whose names are known
-- R tenant
-- page app.users u
-- filters users
-- lead subject
-- key u.id
-- sort subject: u.subject asc text ''
select {{> user_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
