-- evidence_piece_insert: one piece of the bytes of a file
-- W tenant
-- $2 evidence_id $3 piece $4 bytes (\x hexadecimal)
insert into app.evidence_pieces (tenant_id, evidence_id, piece, bytes)
values ($1::uuid, $2::uuid, $3::integer, $4::text::bytea)
