-- evidence_piece_get: one piece of the bytes of a file; no row behind the last
-- R tenant
-- $2 evidence_id $3 piece
select p.bytes::text as bytes
  from app.evidence_pieces p
 where p.tenant_id = $1::uuid and p.evidence_id = $2::uuid and p.piece = $3::integer
