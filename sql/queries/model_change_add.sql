-- model_change_add: suppliers that one step of the sweep scored by another model
-- W tenant
-- $2 day $3 scoring_model $4 suppliers
-- $5 moves (jsonb: suppliers by "band>band")
update app.model_changes c
   set suppliers = c.suppliers + $4::integer, told_at = null,
       moves = (select coalesce(jsonb_object_agg(m.key, m.suppliers), '{}')
                  from (select e.key, sum(e.value::integer) as suppliers
                          from (select key, value from jsonb_each_text(c.moves)
                                union all
                                select key, value from jsonb_each_text($5::jsonb)) e
                         group by e.key) m)
 where c.tenant_id = $1::uuid and c.day = $2::date and c.scoring_model = $3::text
