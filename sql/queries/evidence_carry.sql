-- evidence_carry: files behind answers that a response was prefilled from are behind those of it, too
-- W tenant
-- $2 response_id $3 codes $4 most (files of a response) $5 now $6 people (whom a respondent sees, else null)
-- $7 as_it_was (whatever has become of them)
--   Behind an answer that says what it said then. Files are locked before they are looked at: nobody takes one away
--   meanwhile. Places that they have already come back in _codes_before.
with held as materialized (
  select e.id, e.state, e.expires_on, e.erased_at
    from app.evidence e
   where e.tenant_id = $1::uuid and e.id in (
     select l.evidence_id
       from app.responses r
       join app.response_evidence l on l.tenant_id = r.tenant_id and l.response_id = r.prefilled_from
      where r.tenant_id = $1::uuid and l.tenant_id = $1::uuid and r.id = $2::uuid
        and l.codes ?| $3::text[])
   order by e.id
     for no key update of e),
fitting as (
  select e.id, min(l.created_at) as came_at, jsonb_object_agg(a.code, $5::timestamptz) as codes
    from app.responses r
    join app.response_evidence l on l.tenant_id = r.tenant_id and l.response_id = r.prefilled_from
    join held e on e.id = l.evidence_id
    join app.answers b on b.tenant_id = r.tenant_id and b.response_id = r.prefilled_from
     and l.codes ? b.code
    join app.answers a on a.tenant_id = r.tenant_id and a.response_id = r.id and a.code = b.code
     and a.value = b.value
   where r.tenant_id = $1::uuid and l.tenant_id = $1::uuid and a.tenant_id = $1::uuid
     and b.tenant_id = $1::uuid and r.id = $2::uuid and a.code = any ($3::text[])
     and ($7::boolean or {{> previous_file_state}} = 'usable')
     and not exists (select from app.response_evidence x
                      where x.tenant_id = $1::uuid and x.response_id = $2::uuid
                        and x.evidence_id = e.id and x.codes ? a.code)
   group by e.id),
seen as (
  select f.id, f.codes, f.came_at,
         (select x.codes from app.response_evidence x
           where x.tenant_id = $1::uuid and x.response_id = $2::uuid and x.evidence_id = f.id) as codes_before
    from fitting f),
placed as (
  select s.id, s.codes, s.codes_before,
         row_number() over (partition by s.codes_before is null order by s.came_at, s.id) as place
    from seen s),
attached as (
  insert into app.response_evidence as n (tenant_id, response_id, evidence_id, codes, created_at)
  select $1::uuid, $2::uuid, p.id, p.codes, $5::timestamptz
    from placed p
   where p.codes_before is not null
      or p.place + (select count(*) from app.response_evidence o
                     where o.tenant_id = $1::uuid and o.response_id = $2::uuid) <= $4::integer
      on conflict (tenant_id, response_id, evidence_id) do update
     set codes = n.codes || excluded.codes
  returning n.response_id, n.evidence_id, n.codes),
touched as (
  update app.evidence e
     set revision = e.revision + 1, updated_at = $5::timestamptz
    from attached t
   where e.tenant_id = $1::uuid and e.id = t.evidence_id
  returning e.*)
select {{> evidence_columns}},
       (select to_jsonb(array(select k.code from jsonb_object_keys(p.codes_before) as k (code)
                               order by k.code collate "C"))
          from placed p where p.id = e.id and p.codes_before is not null) as "_codes_before"
  from attached l
  join touched e on e.id = l.evidence_id
 order by e.created_at, e.id
