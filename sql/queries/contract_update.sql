-- contract_update: merge patch of a contract
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (number text, title text,
      starts_on date, ends_on date, notice_days integer, security_clauses boolean,
      replaces_number text))
update app.contracts k
   set number = case when p.number is null then k.number else normalize(p.number, NFC) end,
       title = case when $3::jsonb ? 'title' then normalize(p.title, NFC) else k.title end,
       starts_on = case when $3::jsonb ? 'starts_on' then p.starts_on else k.starts_on end,
       ends_on = case when $3::jsonb ? 'ends_on' then p.ends_on else k.ends_on end,
       notice_days = case when p.notice_days is null then k.notice_days else p.notice_days end,
       security_clauses = case when $3::jsonb ? 'security_clauses' then p.security_clauses
                               else k.security_clauses end,
       replaces_number = case when $3::jsonb ? 'replaces_number'
                              then normalize(p.replaces_number, NFC) else k.replaces_number end
  from patch p
 where k.tenant_id = $1::uuid and k.id = $2::uuid
