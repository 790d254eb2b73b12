-- supplier_link_list: one page of links between suppliers
-- R tenant
-- page app.supplier_links k
-- filters supplier_links
-- lead from to kind source
-- search dependency among 8000
-- search penetration among 8000
-- search active_on among 8000
-- search source_is_null among 8000
-- key k.id
-- sort -created_at: k.created_at desc timestamptz 'infinity'
-- sort created_at: k.created_at asc timestamptz '-infinity'
-- sort updated_at: k.updated_at asc timestamptz '-infinity'
-- sort -updated_at: k.updated_at desc timestamptz 'infinity'
select {{> supplier_link_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
