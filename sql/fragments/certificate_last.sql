-- Whether a certificate is the last of its kind: what a later one has followed is of no more account; `c`
-- is app.certificates.
not exists (
     select from app.certificates n
      where n.tenant_id = $1::uuid and n.supplier_id = c.supplier_id and n.kind = c.kind
        and n.name is not distinct from c.name and n.expires_on > c.expires_on)
