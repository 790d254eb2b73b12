-- certificate_list: one page of certificates
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 supplier_id $6 kind $7 state
-- $8 expiring_within (days; what has expired already is among them)
-- $9 as_of $10 now
-- key c.id
-- sort expires_on: (case when c.expires_on is null then '9999-12-31'::date else c.expires_on end) asc date '-infinity'
-- sort -expires_on: (case when c.expires_on is null then '9999-12-31'::date else c.expires_on end) desc date 'infinity'
-- sort -created_at: c.created_at desc timestamptz 'infinity'
-- sort created_at: c.created_at asc timestamptz '-infinity'
select c.id, c.revision, c.supplier_id, c.kind, c.name, c.number, c.scope, c.issued_on,
       c.expires_on, c.renewal_pending, c.evidence,
       case when c.expires_on < coalesce($9::date, ($10::timestamptz at time zone t.time_zone)::date)
              then 'expired'
            when c.number is null or (c.expires_on is null
                 and c.kind not in ('security_action_1', 'security_action_2')) then 'incomplete'
            when c.expires_on <= coalesce($9::date, ($10::timestamptz at time zone t.time_zone)::date)
                 + t.expiring_days then 'expiring'
            else 'valid' end as state,
       case when c.question_code is not null
            then json_build_object('questionnaire_code', c.questionnaire_code,
                   'code', c.question_code) end as question,
       c.edited_at, c.created_at, c.updated_at,
       {{sort_value}}
  from app.certificates c
  join app.settings t on t.tenant_id = c.tenant_id
 where c.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and {{after}}
   and ($5::uuid[] is null or c.supplier_id = any ($5::uuid[]))
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
 order by {{order}}
 limit $4::integer
