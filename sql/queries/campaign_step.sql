-- campaign_step: suppliers were added, the due date moved, or the campaign closed
-- W tenant
-- $2 id
-- $3 due_on (null: as it was)
-- $4 state (null: as it was)
-- $5 now
update app.campaigns
   set due_on = coalesce($3::date, due_on), state = coalesce($4::text, state),
       closed_at = case when $4::text = 'closed' then $5::timestamptz else closed_at end,
       revision = revision + 1, updated_at = $5::timestamptz
 where tenant_id = $1::uuid and id = $2::uuid
