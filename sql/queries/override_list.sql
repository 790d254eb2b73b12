-- override_list: one page of overrides
-- R tenant
-- page app.overrides o
-- filters overrides
-- lead supplier_id state band
-- count state
-- span until_lte: o.until covered
-- span until_gte: o.until covered
-- key o.id
-- sort -requested_at: o.requested_at desc timestamptz 'infinity'
select {{> override_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
