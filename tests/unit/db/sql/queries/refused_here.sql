-- refused_here: the same error in one tenant's read
-- R tenant
-- $2 text
select $2::integer as number where $1::uuid is not null
