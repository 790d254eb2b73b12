-- incident_list: one page of incidents
-- R tenant
-- page app.incidents i
-- filters incidents
-- lead supplier_id attack_kind severity state
-- count state severity
-- upper discovered_on: $discovered_on_lte::date
-- key i.id
-- sort -discovered_on: i.discovered_on desc date 'infinity'
select {{> incident_columns}},
       {{sort_value}}
  from {{page}}
 order by {{order}}
