-- incident_update: merge patch of an open incident
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
update app.incidents
   set title = case when $3::jsonb ? 'title' then normalize($3::jsonb ->> 'title', NFC)
                    else title end,
       description = case when $3::jsonb ? 'description'
                          then normalize($3::jsonb ->> 'description', NFC) else description end,
       occurred_on = case when $3::jsonb ? 'occurred_on'
                          then ($3::jsonb ->> 'occurred_on')::date else occurred_on end,
       discovered_on = case when $3::jsonb ? 'discovered_on'
                            then ($3::jsonb ->> 'discovered_on')::date else discovered_on end,
       attack_kind = case when $3::jsonb ? 'attack_kind' then $3::jsonb ->> 'attack_kind'
                          else attack_kind end,
       severity = case when $3::jsonb ? 'severity' then $3::jsonb ->> 'severity'
                       else severity end
 where tenant_id = $1::uuid and id = $2::uuid
