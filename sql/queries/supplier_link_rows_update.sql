-- supplier_link_rows_update: links of a bulk that say another thing; left out is what somebody else just changed
-- W tenant
-- $2 rows (jsonb array of {id, revision, dependency, penetration, since, until, said, raises})
-- $3 now
--   `said` null: what the system last said stays. `raises`: something that clients see is another thing.
with sent as materialized (
  select *
    from jsonb_to_recordset($2::jsonb) as r (id uuid, revision integer, dependency smallint, penetration smallint,
           since date, until date, said jsonb, raises boolean)),
held as materialized (
  select k.id
    from app.supplier_links k
   where k.tenant_id = $1::uuid and k.id = any (array(select id from sent))
   order by k.id
     for update of k)
update app.supplier_links k
   set dependency = w.dependency, penetration = w.penetration, since = w.since, until = w.until,
       pushed = coalesce(w.said, k.pushed), revision = k.revision + w.raises::integer,
       updated_at = case when w.raises then $3::timestamptz else k.updated_at end
  from sent w
 where k.tenant_id = $1::uuid and k.id = w.id and k.revision = w.revision and w.id = any (array(select id from held))
returning k.id
