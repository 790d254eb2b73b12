-- evidence_previous: the files behind the answers that a response was prefilled from, else of the round before
-- R tenant
-- $2 response_id $3 now
with earlier as materialized (
  select coalesce(r.prefilled_from, (
     {{> round_before}})) as id
    from app.responses r
   where r.tenant_id = $1::uuid and r.id = $2::uuid),
other as materialized (
  select array(select a.code
                 from earlier f
                 join app.answers b on b.response_id = f.id
                 join app.answers a on a.tenant_id = b.tenant_id and a.code = b.code
                where b.tenant_id = $1::uuid and a.tenant_id = $1::uuid and a.response_id = $2::uuid
                  and a.value <> b.value) as codes)
select k.code, e.id, e.name, e.expires_on,
       case when exists (select from app.response_evidence x
                          where x.tenant_id = $1::uuid and x.response_id = $2::uuid
                            and x.evidence_id = e.id and x.codes ? k.code)
            then 'attached'
            when {{> previous_file_state}} = 'usable'
             and k.code = any ((select o.codes from other o)::text[])
            then 'changed' else {{> previous_file_state}} end as state,
       e.revision as "_revision"
  from earlier f
  join app.response_evidence l on l.response_id = f.id
 cross join lateral jsonb_object_keys(l.codes) as k (code)
  join app.evidence e on e.tenant_id = l.tenant_id and e.id = l.evidence_id
 where l.tenant_id = $1::uuid and e.tenant_id = $1::uuid
 order by l.created_at, e.id, k.code
