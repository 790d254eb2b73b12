-- gate_policy_list: one page of gate policies, each version
-- R tenant
-- page app.gate_policies p
-- filters gate_policies
-- key p.id
-- sort -created_at: p.created_at desc timestamptz 'infinity'
select {{> gate_policy_columns}}, {{sort_value}}
  from {{page}}
 order by {{order}}
