-- note_list: a page of notes
-- R tenant
-- page app.notes n
-- filters notes
-- lead title
-- search word
-- key n.id
-- sort rank: n.rank asc integer -1
-- sort -title: n.title desc text U&'\FFFF'
select n.id, n.title, {{sort_value}}
  from {{page}}
 order by {{order}}
