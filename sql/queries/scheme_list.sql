-- scheme_list: one page of schemes; a code stands once, so the id tells nothing
-- R tenant
-- page app.schemes c
-- key '00000000-0000-0000-0000-000000000000'::uuid
-- sort code: c.code asc text ''
select {{> scheme_columns}}, {{sort_value}}
  from {{page}}
 order by {{order}}
