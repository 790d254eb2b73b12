-- response_state: a step of a response (submitted, returned, accepted, cancelled)
-- W tenant
-- $2 id
-- $3 state
-- $4 reasons (jsonb, of returned)
-- $5 message (of returned and cancelled)
-- $6 now
-- $7 due_on (of returned; null: as it is, or so late that the tenant's days for a return are left)
--   Rounds are numbered in the order in which they are submitted, whatever the clocks say: the caller
--   holds the supplier's lock. What only one step asks is read for that step: the others do not pay for it.
with last as (
  select coalesce(max(n.round), 0) as number
    from app.responses o
    join app.responses n on n.tenant_id = o.tenant_id and n.supplier_id = o.supplier_id
   where o.tenant_id = $1::uuid and n.tenant_id = $1::uuid and o.id = $2::uuid
     and $3::text = 'submitted'),
said as (
  select jsonb_build_object('round', o.round, 'at', o.submitted_at, 'revisions', (
           select coalesce(jsonb_object_agg(a.code, a.revision), '{}')
             from app.answers a
            where a.tenant_id = $1::uuid and a.response_id = o.id)) as then
    from app.responses o
   where o.tenant_id = $1::uuid and o.id = $2::uuid and $3::text = 'returned'),
lapsed as (
  {{> extension_lapse}}     and x.response_id = $2::uuid and $3::text in ('submitted', 'cancelled'))
update app.responses
   set state = $3::text,
       round = case when $3::text = 'submitted' then last.number + 1
                             when $3::text = 'returned' then null else round end,
       first_submitted_at = case when $3::text = 'submitted'
         then coalesce(first_submitted_at, $6::timestamptz) else first_submitted_at end,
       last_submission = case when $3::text = 'submitted' then null
                              when $3::text = 'returned' then said.then else last_submission end,
       due_on = case when $3::text = 'returned' then coalesce($7::date, greatest(due_on, (
           select {{> tenant_today}} + t.return_days
             from app.settings t
            where t.tenant_id = $1::uuid)))
         else due_on end,
       submitted_at = case when $3::text = 'submitted' then $6::timestamptz
                                    when $3::text = 'returned' then null else submitted_at end,
       accepted_at = case when $3::text = 'accepted' then $6::timestamptz else accepted_at end,
       cancelled_at = case when $3::text = 'cancelled' then $6::timestamptz else cancelled_at end,
       return_reasons = case when $3::text = 'submitted' then '[]'::jsonb
                                      when $3::text = 'returned' then normalize($4::text, NFC)::jsonb
                                      else return_reasons end,
       return_message = case when $3::text = 'submitted' then null
                                      when $3::text = 'returned' then normalize($5::text, NFC)
                                      else return_message end,
       cancel_reason = case when $3::text = 'cancelled' then normalize($5::text, NFC)
                            else cancel_reason end,
       submissions = submissions + ($3::text = 'submitted')::integer,
       revision = revision + 1, updated_at = $6::timestamptz
  from last
  left join said on true
 where tenant_id = $1::uuid and id = $2::uuid
