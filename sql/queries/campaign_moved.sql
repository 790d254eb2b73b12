-- campaign_moved: which of these suppliers a later day or the end of the requests moves
-- R tenant
-- $2 ids
--   Those that show silence, or would if nothing were asked any more; and, with the code of what `fell`,
--   those whose answers counted although they had been returned.
select s.id, f.fell
  from app.suppliers s
  left join lateral (
    select r.questionnaire_code as fell
      from app.responses r
     where r.tenant_id = $1::uuid and r.supplier_id = s.id and r.state = 'cancelled'
       and r.last_submission is not null
     order by r.cancelled_at desc
     limit 1) f on true
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
   and (f.fell is not null or s.assessment_status = 'no_response')
 order by s.id
