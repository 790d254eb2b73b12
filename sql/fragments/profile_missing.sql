-- Fields of a profile that are unknown and would count by the tenant's model: those of the first model, or all of
-- them. `s` is app.suppliers. Their names are put together as text, since an array that is cut, cleared of nulls and
-- written as JSON is taken apart three times in each row.
('[' || concat_ws(',', {{> profile_unknown each=profile_fields_basic}},
         case when (select t.scoring_model from app.settings t where t.tenant_id = $1::uuid)
                   <> 'weakest-link-blend/1'
              then nullif(concat_ws(',', {{> profile_unknown each=profile_fields_further}}), '') end) || ']')::json
