-- Joins to the supplier `s` what reaches it along the chain: for a page that is one search for each row, where a
-- subquery between the columns would be made ready anew each time.
left join app.chain_scores c on c.tenant_id = $1::uuid and c.supplier_id = s.id
