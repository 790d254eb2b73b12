-- model_change_tell: what was not told yet, once nobody is scored by the former model any more
-- W tenant
-- $2 now
with told as (
  update app.model_changes
     set told_at = $2::timestamptz
   where tenant_id = $1::uuid and told_at is null
  returning scoring_model_from, scoring_model, suppliers, moves)
select t.scoring_model_from, t.scoring_model, sum(t.suppliers)::integer as suppliers,
       (select json_agg(json_build_object('from', nullif(split_part(e.key, '>', 1), 'none'),
                          'to', nullif(split_part(e.key, '>', 2), 'none'), 'suppliers', e.suppliers)
                        order by e.suppliers desc, e.key)
          from (select m.key, sum(m.value::integer) as suppliers
                  from told o
                  cross join lateral jsonb_each_text(o.moves) m
                 where o.scoring_model = t.scoring_model
                   and o.scoring_model_from = t.scoring_model_from
                 group by m.key) e) as bands
  from told t
 group by t.scoring_model_from, t.scoring_model
 order by t.scoring_model
