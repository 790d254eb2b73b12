-- Fields of a profile that are unknown and would count by the tenant's model: how many persons' data it
-- is matters only where the data are of persons, or might be. `s` is app.suppliers.
to_json(array(select f.name from unnest({{> profile_fields}}) with ordinality as f (name, place)
                      where not s.profile ? f.name
                        and (f.place <= 6 or (select t.scoring_model <> 'weakest-link-blend/1'
                                                from app.settings t
                                               where t.tenant_id = $1::uuid))
                        and (f.name <> 'record_volume'
                             or coalesce(s.profile ->> 'data_sensitivity', 'special')
                                in ('personal', 'special'))
                      order by f.place))
