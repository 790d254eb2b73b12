-- idempotency_wait: a key that another request holds is answered soon, not waited for
-- W admin
set local lock_timeout = '200ms'
