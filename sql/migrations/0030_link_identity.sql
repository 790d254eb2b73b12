-- A link is bound to the mail address it was made for: the SHA-256 of it, since who it was is none of
-- the link's business. Why it was revoked, and when it was last used.
alter table app.links add column mail_hash bytea;
alter table app.links add column revocation_reason text
  check (revocation_reason in ('manual', 'mail_changed', 'contact_removed'));
alter table app.links add column used_at timestamptz;
alter table app.links no force row level security;
alter table app.contacts no force row level security;
update app.links l
   set mail_hash = n.mail_hash
  from (select c.tenant_id, c.id, sha256(convert_to(c.email_key, 'UTF8')) as mail_hash
          from app.contacts c) n
 where l.tenant_id = n.tenant_id and l.contact_id = n.id;
update app.links set revocation_reason = 'manual' where revoked_at is not null;
alter table app.contacts force row level security;
alter table app.links force row level security;
