-- measure_report_insert: what the supplier says of its measure
-- W tenant
-- $2 id $3 revision $4 subject
-- $5 body (jsonb: the checked request)
-- $6 now
insert into app.measure_reports (tenant_id, measure_id, revision, at, by, state, note)
values ($1::uuid, $2::uuid, $3::integer, $6::timestamptz, $4::text, $5::jsonb ->> 'state',
  normalize($5::jsonb ->> 'note', NFC))
