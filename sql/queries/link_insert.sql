-- link_insert: a link to an open response; no row when it has ended or the contact is a stranger
-- W tenant
-- $2 id
-- $3 response_id
-- $4 contact_id (of its supplier, or null)
-- $5 token_hash (hex)
-- $6 expires_at
-- $7 now
-- $8 by
-- $9 sections (null: all) $10 codes (their questions) $11 label
-- $12 parent_id (the link that it was made with, or null)
--   It ends no later than the link that it was made with.
with made as (
  insert into app.links as n (tenant_id, id, response_id, contact_id, token_hash, expires_at, created_at,
    created_by, mail_hash, sections, codes, label, parent_id)
  select r.tenant_id, $2::uuid, r.id, $4::uuid, decode($5::text, 'hex'),
         least($6::timestamptz, (select o.expires_at from app.links o
                                  where o.tenant_id = $1::uuid and o.id = $12::uuid)),
         $7::timestamptz, $8::text,
         (select {{> mail_hash of=c.email_key}} from app.contacts c
           where c.tenant_id = $1::uuid and c.id = $4::uuid),
         $9::text[], $10::text[], normalize($11::text, NFC), $12::uuid
    from app.responses r
   where r.tenant_id = $1::uuid and r.id = $3::uuid
     and {{> is_open}}
     and ($4::uuid is null or exists (
       select from app.contacts c
        where c.tenant_id = $1::uuid and c.id = $4::uuid and c.supplier_id = r.supplier_id))
  returning n.id, n.expires_at)
select m.id, {{> instant of=m.expires_at}} as expires_at
  from made m
