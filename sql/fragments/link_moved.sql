-- Whether the person that link `l` was made for is no longer there, or has another mail address; `c` is
-- the contact.
(l.contact_id is not null
    and (c.id is null or {{> mail_hash of=c.email_key}} is distinct from l.mail_hash))
