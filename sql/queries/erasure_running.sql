-- erasure_running: the erasure of this person that goes on, held by one at a time
-- W tenant
-- $2 target
select x.id, x.person, x.place, x.after, x.counts
  from app.erasures x
 where x.tenant_id = $1::uuid and x.target = $2::text
   for update of x nowait
