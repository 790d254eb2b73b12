-- incident_update: merge patch of an open incident
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (title text, description text, occurred_on date,
      discovered_on date, attack_kind text, severity text))
update app.incidents i
   set title = case when $3::jsonb ? 'title' then normalize(p.title, NFC) else i.title end,
       description = case when $3::jsonb ? 'description' then normalize(p.description, NFC)
                          else i.description end,
       occurred_on = case when $3::jsonb ? 'occurred_on' then p.occurred_on else i.occurred_on end,
       discovered_on = case when $3::jsonb ? 'discovered_on' then p.discovered_on
                            else i.discovered_on end,
       attack_kind = case when $3::jsonb ? 'attack_kind' then p.attack_kind else i.attack_kind end,
       severity = case when $3::jsonb ? 'severity' then p.severity else i.severity end
  from patch p
 where i.tenant_id = $1::uuid and i.id = $2::uuid
