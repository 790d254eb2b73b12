-- cors_origin_list: every origin that a tenant lets in, in the order in which it is looked up
-- R admin
select o.origin, o.tenant_id from app.cors_origins o order by o.origin collate "C", o.tenant_id
