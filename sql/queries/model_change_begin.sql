-- model_change_begin: nothing is added up yet of the suppliers that the sweep scores by another model
-- W tenant
-- $2 day $3 scoring_model $4 scoring_model_from
insert into app.model_changes as c
  (tenant_id, day, scoring_model, scoring_model_from, suppliers, moves)
values ($1::uuid, $2::date, $3::text, $4::text, 0, '{}')
    on conflict do nothing
