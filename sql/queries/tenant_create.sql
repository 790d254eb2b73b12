-- tenant_create: a new tenant; no row when its slug or its id is taken
-- W admin
-- $1 id
-- $2 slug
-- $3 name
-- $4 now
-- none duplicate
insert into app.tenants (id, slug, name, created_at)
values ($1::uuid, $2::text, normalize($3::text, NFC), $4::timestamptz)
    on conflict do nothing
returning id
