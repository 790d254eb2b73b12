-- reminder_claim: leases what waits longest; one that was tried too often becomes dead instead
-- W tenant
-- $2 kinds (text[], null: all) $3 max $4 lease (interval) $5 tries $6 worker_id $7 now
with picked as (
  select m.id
    from app.reminders m
   where m.tenant_id = $1::uuid and m.blocker is null and {{> claimable of=m}}
     and ($2::text[] is null or m.kind = any ($2::text[]))
   order by m.available_at, m.id
   limit $3::integer
     for update skip locked),
leased as (
  update app.reminders m
     set {{> leased of=m end='dead'}},
         fence = m.fence + 1, batch_id = m.id, batch_size = 1
   where m.tenant_id = $1::uuid and m.id = any (array(select id from picked))
  returning *)
select {{> claimed_columns}}
  from leased l
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = l.supplier_id
 order by l.due_on, l.kind, l.id
