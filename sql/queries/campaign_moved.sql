-- campaign_moved: which of these suppliers a later day or the end of the requests moves
-- R tenant
-- $2 ids
--   Those that show silence, or would if nothing were asked any more; and `fell` of those whose answers
--   counted although they had been returned.
select s.id, f.fell
  from app.suppliers s
 cross join lateral (
   select exists (select from app.responses r
                   where r.tenant_id = $1::uuid and r.supplier_id = s.id and r.state = 'cancelled'
                     and r.last_submission is not null) as fell) f
 where s.tenant_id = $1::uuid and s.id = any ($2::uuid[])
   and (f.fell or s.assessment_status = 'no_response')
 order by s.id
