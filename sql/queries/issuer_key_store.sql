-- issuer_key_store: what a fetch brought, keys or a fault
-- W admin
-- $1 issuer $2 url
-- $3 jwks (NULL: none) $4 fault (NULL: none)
--   The last good keys of an address stay.
insert into app.issuer_keys as k (issuer, url, jwks, fetched_at, tried_at, fault)
values ($1::text, $2::text, $3::text, case when $3::text is not null then now() end, now(), $4::text)
on conflict (issuer) do update
   set url = excluded.url,
       jwks = case when excluded.jwks is not null then excluded.jwks when k.url = excluded.url then k.jwks end,
       fetched_at = case when excluded.jwks is not null then excluded.fetched_at
                         when k.url = excluded.url then k.fetched_at end,
       tried_at = excluded.tried_at, fault = excluded.fault
