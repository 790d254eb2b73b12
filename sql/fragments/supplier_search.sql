-- By what a supplier is found; `s` has its columns, {{numbers}} are those of other systems, a line each.
-- Not concat_ws or array_to_string: with a column only immutable functions are allowed.
(select {{> search_fold}}
           from (select s.name || coalesce(E'\n' || s.name_kana, '')
                   || coalesce(E'\n' || s.corporate_number, '')
                   || coalesce(E'\n' || (select string_agg(tag, E'\n') from unnest(s.tags) tag), '')
                   || coalesce(E'\n' || {{numbers}}, '') as text) plain)
