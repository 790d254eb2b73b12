-- idempotency_go_on: the key is ours; what comes now is waited for as without a key
-- W admin
set local lock_timeout to default
