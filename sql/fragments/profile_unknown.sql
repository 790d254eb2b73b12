-- The field, as JSON, if it is unknown and would count: how many persons' data it is matters only where the data
-- are of persons, or might be. `s` is app.suppliers.
case when not s.profile ? '{{word}}'
      and ('{{word}}' <> 'record_volume'
           or coalesce(s.profile ->> 'data_sensitivity', 'special') in ('personal', 'special'))
     then '"{{word}}"' end
