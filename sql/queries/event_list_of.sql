-- event_list_of: one page of the events of some types, each type by its index
-- R tenant
-- durable
-- $2 after
-- $3 types
-- $4 readable (types; any other is passed over)
-- $5 limit
select {{> event_columns}}
  from app.tenant_counters c
  left join (select v.seq, v.body, v.personal, v.erased_by, v.prev_hash, v.hash
               from (select unnest($3::text[]) as type
                     intersect
                     select unnest($4::text[])) leader
              cross join lateral (
                select e.seq, e.body, e.personal, e.erased_by, e.prev_hash, e.hash
                  from (select e.*
                          from app.events e
                         where e.tenant_id = $1::uuid and e.type = leader.type and e.seq > $2::bigint
                         order by e.seq
                         limit 201) e
                 limit $5::integer) v
              order by v.seq
              limit $5::integer) e on true
 where c.tenant_id = $1::uuid and c.name = 'events'
 order by e.seq
