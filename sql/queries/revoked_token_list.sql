-- revoked_token_list: every revoked token that may still live, for the gate's deny list
-- R admin
-- $1 since (tokens that were revoked before have ended)
select r.tenant_id, r.token_id from app.revoked_tokens r where r.revoked_at >= $1::timestamptz
 order by r.tenant_id, r.token_id
