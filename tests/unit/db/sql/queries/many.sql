-- many: so many rows with a text of so many bytes, an empty one and none
-- R tenant
-- $2 count $3 size
select n as number, '' as empty, null::text as nothing, repeat('x', $3::integer) as text
  from generate_series(1, $2::integer) n
 where $1::uuid is not null
