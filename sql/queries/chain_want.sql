-- chain_want: all of the tenant's chain is worked out anew
-- W tenant
update app.chain_states set wanted = wanted + 1 where tenant_id = $1::uuid
