-- What the supplier `of` at an end of a link puts into the tag of the link that shows it.
coalesce((select left(md5(concat_ws('.', e.name, e.status, e.band, e.score_micro)), 8)
            from app.suppliers e where e.tenant_id = $1::uuid and e.id = {{of}}), '')
