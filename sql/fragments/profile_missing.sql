-- Fields of a profile that are unknown and would count by the tenant's model: the first six, or all of
-- them. `s` is app.suppliers.
array_to_json(array_remove((array[{{> profile_unknown each=profile_fields}}])
                           [1 : case when (select t.scoring_model from app.settings t where t.tenant_id = $1::uuid)
                                        <> 'weakest-link-blend/1' then cardinality({{> profile_fields}})
                                   else 6 end], null))
