-- release_list: one page of releases
-- R tenant
-- page app.releases e
-- filters releases
-- lead supplier_id state
-- key e.id
-- sort -requested_at: e.requested_at desc timestamptz 'infinity'
select {{> release_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
