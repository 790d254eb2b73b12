-- chain_changes: events after which the chain may be another one
-- R tenant
-- $2 after $3 upto $4 limit
select v.seq, v.type, v.body
  from app.events v
 where v.tenant_id = $1::uuid and v.seq > $2::bigint and v.seq <= $3::bigint
   and (v.type in ('risk_score.created', 'supplier.archived', 'supplier.restored', 'supplier.merged',
                   'supplier.deleted')
        or v.type in ('supplier_link.created', 'supplier_link.updated', 'supplier_link.deleted'))
 order by v.seq
 limit $4::integer
