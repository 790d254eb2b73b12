-- model_change_add: suppliers that one step of the sweep scored by another model
-- W tenant
-- $2 day $3 scoring_model $4 scoring_model_from $5 suppliers
-- $6 moves (jsonb: suppliers by "band>band")
insert into app.model_changes as c
  (tenant_id, day, scoring_model, scoring_model_from, suppliers, moves)
values ($1::uuid, $2::date, $3::text, $4::text, $5::integer, $6::jsonb)
on conflict (tenant_id, day, scoring_model) do update
   set suppliers = c.suppliers + excluded.suppliers, told_at = null,
       moves = (select jsonb_object_agg(m.key, m.suppliers)
                  from (select e.key, sum(e.value::integer) as suppliers
                          from (select key, value from jsonb_each_text(c.moves)
                                union all
                                select key, value from jsonb_each_text(excluded.moves)) e
                         group by e.key) m)
