-- Whether the use of link `l` is to be noted: once a visit, which is as long as a session lives.
(l.used_at is null or l.used_at <= $now::timestamptz - interval '15 minutes')
