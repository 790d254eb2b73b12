-- The contact that a link was made for, if it is still there: `c` of the link `l` to the response `r`.
left join app.contacts c on c.tenant_id = l.tenant_id and c.id = l.contact_id
   and c.supplier_id = r.supplier_id and c.tenant_id = $1::uuid
