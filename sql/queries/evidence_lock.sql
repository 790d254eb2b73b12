-- evidence_lock: locks one file until the end of the transaction; no row when it is gone
-- W tenant
-- $2 id
select e.id, e.state, e.supplier_id, e.media_type, e.bytes, e.erased_at
  from app.evidence e
 where e.tenant_id = $1::uuid and e.id = $2::uuid
   for update of e
