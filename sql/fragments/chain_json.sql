-- What reaches a supplier along the chain; null where no link leads to it. `c` is what chain_of_supplier joins.
case when c.supplier_id is not null then
         json_build_object('score', c.score_micro / 1000000.0, 'band', c.band, 'own_score', c.own_micro / 1000000.0,
           'worst_source', (select json_build_object('id', n.id, 'name', n.name) from app.suppliers n
                             where n.tenant_id = $1::uuid and n.id = c.first_path[1]),
           'path', coalesce(c.first_path, '{}'::uuid[]), 'as_of', {{> instant of=c.as_of}}) end
