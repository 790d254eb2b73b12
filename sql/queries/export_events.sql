-- export_events: the next events of an export, by their number
-- R tenant
-- durable
-- $2 after_id $3 last_seq $4 types (text[], null: all) $5 limit
select e.seq as "_id", e.body, e.personal, e.erased_by, encode(e.prev_hash, 'hex') as prev_hash,
       encode(e.hash, 'hex') as hash
  from app.events e
 where e.tenant_id = $1::uuid and e.seq > $after_id::bigint and e.seq <= $last_seq::bigint
   and ($types::text[] is null or e.type = any ($types::text[]))
 order by e.seq
 limit $limit::integer
