-- evidence_open: how many files a response has, and which of them has the same bytes
-- R tenant
-- $2 response_id $3 sha256 (hex) $4 media_type
select count(*) as files,
       max(e.id::text) filter (where e.sha256 = decode($3::text, 'hex') and e.media_type = $4::text
         and e.erased_at is null) as same_id
  from app.response_evidence l
  join app.evidence e on e.tenant_id = l.tenant_id and e.id = l.evidence_id
 where l.tenant_id = $1::uuid and e.tenant_id = $1::uuid and l.response_id = $2::uuid
