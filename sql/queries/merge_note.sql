-- merge_note: where the supplier went, for those who hold its id
-- W tenant
-- $2 from $3 into $4 now
insert into app.merged_suppliers as m (tenant_id, id, supplier_id, merged_at)
values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz)
returning m.id
