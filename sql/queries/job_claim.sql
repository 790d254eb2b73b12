-- job_claim: leases what waits longest; one that was tried too often has failed instead
-- W tenant
-- $2 kinds (text[]) $3 lease (interval) $4 tries $5 worker_id $6 now
with picked as (
  select j.id
    from app.jobs j
   where j.tenant_id = $1::uuid and {{> claimable of=j}} and j.kind = any ($2::text[])
   order by j.available_at, j.id
   limit 1
     for update skip locked),
taken as (
  update app.jobs j
     set {{> leased of=j end='failed'}},
         fence = j.fence + 1
   where j.tenant_id = $1::uuid and j.id = any (array(select id from picked))
  returning *)
select t.id, t.kind, t.state, t.fence, t.attempts, t.payload, t.place, t.rows_total, t.rows_done,
       t.bytes, t.created_by
  from taken t
