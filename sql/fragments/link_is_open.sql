-- Whether an answer link leads anywhere: `l` is app.links, `r` its response, `s` the supplier, `c` the
-- contact.
(l.revoked_at is null and l.expires_at > $now::timestamptz and {{> is_open}}
         and s.status = 'active' and not {{> link_moved}}
         and not {{> link_orphaned}})
