-- The member {{word}} of a number of the supplier `s` in another system: of the asked system, or the first.
(select x.number ->> {{word}}
          from json_array_elements(s.external_ids) with ordinality as x (number, place)
         order by (x.number ->> 'source') = $external_source::text desc nulls last, x.place
         limit 1)
