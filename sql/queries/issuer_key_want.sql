-- issuer_key_want: a token came with a key that is not among those of its issuer
-- W admin
-- $1 issuer
update app.issuer_keys set wanted_at = now()
 where issuer = $1::text and (wanted_at is null or wanted_at < now() - interval '10 seconds')
