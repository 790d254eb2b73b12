-- link_revoke_moved: of a supplier, the links of people who are gone or have another mail address now
-- W tenant
-- $2 supplier_id
-- $3 now
update app.links k
   set revoked_at = $3::timestamptz, revision = k.revision + 1, revocation_reason = moved.reason
  from (select l.id,
               case when c.id is null then 'contact_removed' else 'mail_changed' end as reason
          from app.responses r
          join app.links l on l.tenant_id = r.tenant_id and l.response_id = r.id
          {{> link_contact}}
         where r.tenant_id = $1::uuid and l.tenant_id = $1::uuid and r.supplier_id = $2::uuid
           and {{> is_open}} and l.revoked_at is null and l.expires_at > $3::timestamptz
           and {{> link_moved}}) moved
 where k.tenant_id = $1::uuid and k.id = moved.id
returning k.id, k.revision, k.revocation_reason
