-- certificate_count: how many certificates the filters of certificate_list let through
-- R tenant
-- $2 supplier_id $3 kind $4 state $5 expiring_within $6 as_of $7 now
select count(*) as total
  from app.certificates c
  join app.settings t on t.tenant_id = c.tenant_id
 where c.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and ($2::uuid[] is null or c.supplier_id = any ($2::uuid[]))
   and ($3::text[] is null or c.kind = any ($3::text[]))
   and ($4::text[] is null or case when c.expires_on < coalesce($6::date, ($7::timestamptz at time zone t.time_zone)::date)
              then 'expired'
            when c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')) then 'incomplete'
            when c.expires_on <= coalesce($6::date, ($7::timestamptz at time zone t.time_zone)::date)
                 + t.expiring_days then 'expiring'
            else 'valid' end = any ($4::text[]))
   and ($5::integer is null
        or c.expires_on <= coalesce($6::date, ($7::timestamptz at time zone t.time_zone)::date) + $5::integer)
