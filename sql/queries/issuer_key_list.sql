-- issuer_key_list: the keys of other issuers that were fetched
-- R admin
select k.issuer, k.url, k.jwks, k.fetched_at::text as fetched_at from app.issuer_keys k where k.jwks is not null
