-- note_list: a page of notes
-- R tenant
-- $2 limit $3 after_value $4 after_id
-- key n.id
-- sort rank: n.rank asc integer -1
-- sort -title: n.title desc text U&'\FFFF'
select n.id, n.title, {{sort_value}}
  from app.notes n
 where n.tenant_id = $1 and {{after}}
 order by {{order}}
 limit $2
