-- event_append: the next event of the tenant's chain; the row lock orders all writers of a tenant
-- W tenant
-- in turn
-- $2 id
-- $3 type
-- $4 head (of the body, up to the sequence number)
-- $5 tail (of the body, behind it)
-- $6 personal (the values that the body commits itself to, or null)
-- $7 now
with link as (
  update app.tenant_counters
     set value = value + 1, prev_hash = hash,
         hash = {{> event_hash before=hash seq=(value+1) head=$4::text tail=$5::text}}
   where tenant_id = $1::uuid and name = 'events'
  returning tenant_id, value, prev_hash, hash)
insert into app.events (tenant_id, seq, id, type, body, personal, prev_hash, hash, created_at)
select link.tenant_id, link.value, $2::uuid, $3::text, $4::text || link.value::text || $5::text,
       $6::text, link.prev_hash, link.hash, $7::timestamptz
  from link
returning seq
