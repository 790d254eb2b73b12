-- A certificate is due on its last day, unless a later one of its kind is there; that the day is assumed is said.
-- One of the subjects of reminder_queue.
select 'certificate', c.id, '', c.supplier_id, c.expires_on, false,
       case c.kind when 'p_mark' then 'プライバシーマーク（Pマーク）'
                   when 'isms' then 'ISMS（ISO/IEC 27001）'
                   else coalesce(c.name, upper(replace(c.kind, '_', ' '))) end
         || case when c.expiry_assumed then '（有効期限は推定）' else '' end,
       case c.kind when 'p_mark' then 'PrivacyMark' when 'isms' then 'ISMS (ISO/IEC 27001)'
                   else case when c.expiry_assumed then coalesce(c.name, upper(replace(c.kind, '_', ' '))) end end
         || case when c.expiry_assumed then ' (last day assumed)' else '' end,
       p.owner
  from app.certificates c
  join app.suppliers p on p.tenant_id = c.tenant_id and p.id = c.supplier_id
 where c.tenant_id = $1::uuid and p.tenant_id = $1::uuid and c.expires_on is not null
   and p.status = 'active'
   and {{> certificate_last}}
