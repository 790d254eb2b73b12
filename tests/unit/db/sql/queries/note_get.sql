-- note_get: one note
-- R tenant
-- $2 id
-- none no_score
select id, title, rank from app.notes where tenant_id = $1 and id = $2
