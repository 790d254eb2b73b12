-- link_open: where a link leads, and whether it still does; the token named the tenant
-- R tenant
-- none unknown_link
-- $2 token_hash (hex)
-- $3 now
select l.id, l.response_id, r.supplier_id, c.email,
       l.revoked_at is null and l.expires_at > $3::timestamptz
         and {{> is_open}}
         and (l.contact_id is null or c.id is not null) as is_open
  from app.links l
  join app.responses r on r.tenant_id = l.tenant_id and r.id = l.response_id
  left join app.contacts c on c.tenant_id = l.tenant_id and c.id = l.contact_id
   and c.supplier_id = r.supplier_id and c.tenant_id = $1::uuid
 where l.tenant_id = $1::uuid and r.tenant_id = $1::uuid
   and l.token_hash = decode($2::text, 'hex')
