-- dossier_findings: what is open at a supplier, what brings most first; total: how many in all
-- R tenant
-- $2 supplier_id
-- $3 language
-- $4 limit
select f.question_code as code,
       coalesce(case when $3::text = 'en' then f.text_en end, f.text_ja) as text,
       f.kind, f.state, f.reduction_micro, (f.first_seen_at at time zone t.time_zone)::date as first_seen_on,
       count(*) over () as total
  from app.findings f
  join app.settings t on t.tenant_id = f.tenant_id
 where f.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and f.supplier_id = $2::uuid and f.state in ('open', 'accepted')
 order by f.reduction_micro desc, f.id
 limit $4::integer
