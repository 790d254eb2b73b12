-- list_total_forget: what a list had when it was counted before, and is not that much any more
-- W tenant
-- $2 list $3 now
delete from app.list_totals l
 where l.tenant_id = $1::uuid and l.list = $2::text and l.counted_at < $3::timestamptz
