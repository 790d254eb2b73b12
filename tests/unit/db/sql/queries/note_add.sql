-- note_add: adds a note
-- W tenant
-- $2 id $3 title $4 rank
-- 23505 duplicate
insert into app.notes (tenant_id, id, title, rank) values ($1, $2, $3, coalesce($4::integer, 0))
returning id
