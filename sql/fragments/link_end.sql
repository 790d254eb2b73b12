-- A supplier at an end of a link, by its id `of`, as it stands now: one look-up by key for each row that is shown.
(select json_build_object('id', e.id, 'name', e.name, 'status', e.status, 'band', e.band,
                 'score', e.score_micro / 1000000.0)
          from app.suppliers e where e.tenant_id = $1::uuid and e.id = {{of}})
