-- evidence_update: merge patch of a file
-- W tenant
-- $2 id $3 body (jsonb: the checked patch) $4 now
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (name text, effective_on date, expires_on date))
update app.evidence e
   set name = case when p.name is null then e.name else normalize(p.name, NFC) end,
       effective_on = case when $3::jsonb ? 'effective_on' then p.effective_on else e.effective_on end,
       expires_on = case when $3::jsonb ? 'expires_on' then p.expires_on else e.expires_on end,
       revision = e.revision + 1, updated_at = $4::timestamptz
  from patch p
 where e.tenant_id = $1::uuid and e.id = $2::uuid
