-- refused: an error of the asked SQLSTATE class
-- R admin
-- $1 text
select $1::integer as number
