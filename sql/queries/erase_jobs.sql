-- erase_jobs: a person leaves the next jobs; files of finished ones go, for nobody looks into them
--   An export that is being made begins anew: what it has read so far may name the person. What is left of a
--   cancelled import goes as well.
-- W tenant
-- $2 after $3 find $4 find_wide $5 subject $6 name $7 quoted $8 quoted_name $9 narrow $10 wide
-- $11 put
with {{> erasure_page of=jobs theirs=false rows=200}},
files as (
  delete from app.job_files f
   where f.tenant_id = $1::uuid and f.job_id = any (array(
     select j.id from app.jobs j
       join page p on p.id = j.id
      where j.tenant_id = $1::uuid and (j.state in ('done', 'failed', 'cancelled') or j.payload ? 'cancelled')))
  returning f.job_id),
changed as (
  update app.jobs j
     set created_by = {{> erased of=j.created_by by=p.is_theirs}},
         payload = {{> erased_json of=j.payload by=p.is_theirs}},
         place = {{> erased_json of=j.place by=p.is_theirs}},
         result = {{> erased_json of=j.result by=p.is_theirs}},
         fence = j.fence + case when {{> begun_anew}} then 1 else 0 end,
         state = case when {{> begun_anew}} then 'queued' else j.state end
    from page p
   where j.tenant_id = $1::uuid and j.id = p.id
     and ({{> names_person of=j.created_by,j.payload::text,j.place::text,j.result::text by=p.is_theirs}}
          or {{> begun_anew}} or j.id in (select f.job_id from files f))
  returning j.id)
{{> erasure_count rows=200}}
