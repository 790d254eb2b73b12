-- issuer_key_due: whether the keys of an issuer are to be fetched
-- R admin
-- $1 issuer $2 url
--   They never were from there, or an hour ago, or in vain, or a token had another one; at most once a minute.
select coalesce((select k.url <> $2::text
                        or (k.tried_at < now() - interval '1 minute'
                            and (k.fetched_at is null or k.fetched_at < k.tried_at
                                 or k.tried_at < now() - interval '1 hour' or k.wanted_at > k.tried_at))
                   from app.issuer_keys k
                  where k.issuer = $1::text), true) as due
