-- What the name of the supplier `of` puts into the tag of a row that shows it.
left(md5((select n.name from app.suppliers n where n.tenant_id = $1::uuid and n.id = {{of}})), 8)
