-- note_all: every note that row-level security shows; the WHERE was forgotten
-- R admin
select id from app.notes
