-- reminder_ack: marks items as sent whose lease is still the caller's; said again it changes nothing
--   An item is its rows of this leader and this token; it is held when none was handed out again.
-- W tenant
-- $2 items (jsonb: [{id, lease_token}]) $3 now
with given as (
  select g.place, (g.item ->> 'id')::uuid as id, (g.item ->> 'lease_token')::bigint as token
    from jsonb_array_elements($2::jsonb) with ordinality as g (item, place)),
held as (
  select m.id, m.batch_id, m.batch_size, m.fence, m.state
    from app.reminders m
   where m.tenant_id = $1::uuid and m.batch_id = any (array(select id from given))
   order by m.id
     for update),
known as (
  select r.id
    from app.reminders r
   where r.tenant_id = $1::uuid and r.id = any (array(select id from given))),
verdict as (
  select g.place, g.id, g.token,
         coalesce(count(h.id) = max(h.batch_size)
           and bool_and(h.state in ('leased', 'sent')), false) as is_held,
         coalesce(bool_and(h.state = 'sent'), false) as was_sent
    from given g
    left join held h on h.batch_id = g.id and h.fence = g.token
   group by g.place, g.id, g.token),
sent as (
  update app.reminders m
     set state = 'sent', sent_at = $3::timestamptz, last_error = null,
         revision = m.revision + 1, updated_at = $3::timestamptz
   where m.tenant_id = $1::uuid
     and m.id = any (array(
       select h.id from held h
         join verdict v on v.id = h.batch_id and v.token = h.fence
        where v.is_held and not v.was_sent))
  returning m.id, m.revision)
select v.place - 1 as index, v.id, v.is_held, v.was_sent,
       v.id in (select id from known) as is_known,
       (select s.revision from sent s where s.id = v.id) as revision
  from verdict v
 order by v.place
