-- The filters of a page of certificates but for the supplier. Parameters as in certificate_list.
   and ($6::text[] is null or c.kind = any ($6::text[]))
   and ($7::text[] is null or case when c.expires_on < coalesce($9::date, ($10::timestamptz at time zone t.time_zone)::date)
              then 'expired'
            when c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')) then 'incomplete'
            when c.expires_on <= coalesce($9::date, ($10::timestamptz at time zone t.time_zone)::date)
                 + t.expiring_days then 'expiring'
            else 'valid' end = any ($7::text[]))
   and ($8::integer is null
        or c.expires_on <= coalesce($9::date, ($10::timestamptz at time zone t.time_zone)::date) + $8::integer)
