-- note_all_here: the same for one tenant's transaction, without pinning
-- R tenant
select id from app.notes where $1::uuid is not null
