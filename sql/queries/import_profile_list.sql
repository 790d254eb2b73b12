-- import_profile_list: one page of import profiles
-- R tenant
-- page app.import_profiles x
-- key x.id
-- sort code: x.code asc text ''
select {{> import_profile_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
