-- The tag of the supplier `s`: what reaches it along the chain changes without a change of its own.
s.revision || coalesce((select '.' || (extract(epoch from c.as_of) * 1000000)::bigint || '.'
                              || {{> supplier_mark of=c.first_path[1]}}
                         from app.chain_scores c
                        where c.tenant_id = $1::uuid and c.supplier_id = s.id), '') as "_etag"
