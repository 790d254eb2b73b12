-- The tag of the supplier `s`: what reaches it along the chain changes without a change of its own. `c` is what
-- chain_of_supplier joins.
s.revision || coalesce(case when c.supplier_id is not null then
           '.' || (extract(epoch from c.as_of) * 1000000)::bigint || '.' || {{> supplier_mark of=c.first_path[1]}} end,
         '') as "_etag"
