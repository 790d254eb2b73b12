-- scheme_demand_list: the requirements of a scheme and of the one it includes; no row when it is not known
-- R tenant
-- $2 scheme
-- $3 language
select d.id, d.title
  from ({{> scheme_demands}}) d
 order by d.place
