-- revoked_token_forget: revoked tokens of a tenant that have ended by themselves
-- W admin
-- $1 tenant_id
-- $2 since (what was revoked before has ended)
delete from app.revoked_tokens where tenant_id = $1::uuid and revoked_at < $2::timestamptz
