-- supplier_link_insert: a link between two suppliers; nothing where there is one of its kind and item
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked request)
-- $4 source (the system that brought it, or null)
-- $5 now
-- 23503 conflict_busy
insert into app.supplier_links as k (tenant_id, id, from_supplier_id, to_supplier_id, kind, dependency,
  penetration, item, since, until, source, pushed, created_at, updated_at)
values ($1::uuid, $2::uuid, ($3::jsonb ->> 'from')::uuid, nullif($3::jsonb ->> 'to', 'self')::uuid,
  $3::jsonb ->> 'kind', ($3::jsonb ->> 'dependency')::smallint,
  ($3::jsonb ->> 'penetration')::smallint, coalesce(normalize($3::jsonb ->> 'item', NFC), ''),
  ($3::jsonb ->> 'since')::date, ($3::jsonb ->> 'until')::date, $4::text,
  case when $4::text is not null then {{> supplier_link_said of=$3::jsonb}} end, $5::timestamptz, $5::timestamptz)
on conflict (tenant_id, from_supplier_id, to_end, kind, item) do nothing
returning k.id
