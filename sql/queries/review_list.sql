-- review_list: one page of the reviews performed
-- R tenant
-- page app.reviews w
-- filters reviews
-- lead supplier_id outcome
-- count outcome
-- span performed_on_lte: w.performed_on covered
-- span performed_on_gte: w.performed_on covered
-- key w.id
-- sort -performed_at: w.performed_at desc timestamptz 'infinity'
select {{> review_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
