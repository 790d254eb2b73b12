-- evidence_drop: a file that no response has any more is deleted with its bytes; how many were held
-- W tenant
-- $2 id
with gone as (
  delete from app.evidence e
   where e.tenant_id = $1::uuid and e.id = $2::uuid
     and not exists (select from app.response_evidence l
                      where l.tenant_id = $1::uuid and l.evidence_id = $2::uuid)
  returning e.bytes, e.erased_at)
select coalesce(sum(g.bytes) filter (where g.erased_at is null), 0)::bigint as bytes,
       count(*) as files
  from gone g
