-- certificate_update: merge patch of a certificate
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
--   A day that is assumed follows kind and day of issue until a real one is told, or it is confirmed. Who sends it
--   back as it was read has told none. What is saved without a word on any of this assumes nothing new.
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (kind text, name text, number text, scope text,
      issued_on date, expires_on date, expiry_assumed boolean, renewal_pending boolean, evidence text, assessor text,
      register_checked_on date)
   limit 1),
next as (
  select c.id, n.kind, n.issued_on, a.assumed,
         case when $3::jsonb ? 'expires_on'
              then case when p.expiry_assumed is not true
                          or (p.expires_on = a.assumed or (c.expiry_assumed and p.expires_on = c.expires_on)) is not true
                        then p.expires_on end
              when p.expiry_assumed is false then c.expires_on
              when not c.expiry_assumed and (p.expiry_assumed is null or a.assumed is null) then c.expires_on end as told
    from app.certificates c
   cross join patch p
   cross join lateral (
     select coalesce(p.kind, c.kind) as kind,
            case when $3::jsonb ? 'issued_on' then p.issued_on else c.issued_on end as issued_on) n
   cross join lateral (
     select case when c.expiry_assumed or $3::jsonb ?| '{kind,issued_on,expires_on,expiry_assumed}'
                 then {{> assumed_expiry kind=n.kind issued=n.issued_on}} end as assumed) a
   where c.tenant_id = $1::uuid and c.id = $2::uuid)
update app.certificates c
   set kind = n.kind,
       name = case when $3::jsonb ? 'name' then normalize(p.name, NFC) else c.name end,
       number = case when $3::jsonb ? 'number' then normalize(p.number, NFC) else c.number end,
       scope = case when $3::jsonb ? 'scope' then normalize(p.scope, NFC) else c.scope end,
       issued_on = n.issued_on,
       expires_on = coalesce(n.told, n.assumed),
       expiry_assumed = n.told is null and n.assumed is not null,
       renewal_pending = coalesce(p.renewal_pending, c.renewal_pending),
       evidence = coalesce(p.evidence, c.evidence),
       assessor = case when $3::jsonb ? 'assessor' then normalize(p.assessor, NFC) else c.assessor end,
       register_checked_on = case when $3::jsonb ? 'register_checked_on' then p.register_checked_on
                                  else c.register_checked_on end
  from patch p
 cross join next n
 where c.tenant_id = $1::uuid and c.id = $2::uuid
