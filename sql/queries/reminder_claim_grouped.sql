-- reminder_claim_grouped: leases everything that waits for the same recipients as what waits longest
--   Rows of one recipient, copy and language become one item: one leader, one size, one fence.
-- W tenant
-- $2 kinds (text[], null: all) $3 max (items) $4 lease (interval) $5 tries $6 worker_id $7 now
-- $8 subjects (at most, of all items)
with first as (
  select m.recipient_email
    from app.reminders m
   where m.tenant_id = $1::uuid and m.blocker is null and {{> claimable of=m}}
     and ($2::text[] is null or m.kind = any ($2::text[]))
   order by m.available_at, m.id
   limit $3::integer),
picked as (
  select m.id, m.recipient_email, m.cc, m.locale, m.fence, m.attempts
    from app.reminders m
   where m.tenant_id = $1::uuid and m.blocker is null and {{> claimable of=m}}
     and ($2::text[] is null or m.kind = any ($2::text[]))
     and m.recipient_email = any (array(select recipient_email from first))
   order by m.recipient_email, m.available_at
   limit $8::integer
     for update skip locked),
sorted as (
  select p.id, first_value(p.id) over same as batch_id, count(*) over same as size,
         max(p.fence) over same as fence
    from picked p
  window same as (partition by p.recipient_email, p.cc, p.locale, p.attempts < $5::integer
                  order by p.id rows between unbounded preceding and unbounded following)),
leased as (
  update app.reminders m
     set {{> leased of=m end='dead'}},
         fence = g.fence + 1, batch_id = g.batch_id, batch_size = g.size
    from sorted g
   where m.tenant_id = $1::uuid and m.id = g.id and m.id = any (array(select id from picked))
  returning m.*)
select {{> claimed_columns}}
  from leased l
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = l.supplier_id
 order by l.state, l.batch_id, l.due_on, l.id
