-- report_attack_kinds: how likely each kind of attack is at the active suppliers, and which questions make it so
-- R tenant
-- filters reports
with chosen as materialized (
  select s.id, {{> standing}} as standing,
         s.assessment_status in ('assessed', 'stale') and s.band is not null as is_counted,
         s.likelihood_business_micro as business, s.likelihood_software_micro as software,
         s.likelihood_service_micro as service
    from app.suppliers s
   where s.tenant_id = $1::uuid and s.status = 'active'{{filters}}),
apart as (
  select count(*) filter (where c.standing = 'no_response') as no_response,
         count(*) filter (where c.standing = 'partial') as partial,
         count(*) filter (where c.standing = 'not_judged') as not_judged,
         count(*) filter (where c.standing = 'unassessed' or c.standing is null) as unassessed
    from chosen c),
numbers as materialized (
  select k.code, c.id, case k.code when 'business' then c.business when 'software' then c.software
           when 'service' then c.service end as micro
    from app.attack_kinds k
   cross join chosen c
   where k.tenant_id = $1::uuid and c.is_counted),
sums as (
  select n.code, count(n.micro) as suppliers, count(*) - count(n.micro) as not_asked,
         round(avg(n.micro))::integer as mean, max(n.micro) as worst,
         count(*) filter (where n.micro >= 4500000) as very_high,
         count(*) filter (where n.micro >= 3500000 and n.micro < 4500000) as high,
         count(*) filter (where n.micro >= 2500000 and n.micro < 3500000) as moderate,
         count(*) filter (where n.micro >= 1500000 and n.micro < 2500000) as low,
         count(*) filter (where n.micro < 1500000) as very_low
    from numbers n
   group by n.code),
worst as (
  select distinct on (n.code) n.code, n.id
    from sums m
    join numbers n on n.code = m.code and n.micro = m.worst
   order by n.code, n.id),
asked as materialized (
  select distinct on (q.code, e.value ->> 'code') q.code as sheet, e.value ->> 'code' as code, e.value
    from app.questionnaires q
   cross join lateral jsonb_path_query(q.document, '$.sections[*].questions[*]') e (value)
   where q.tenant_id = $1::uuid and q.state <> 'draft'
   order by q.code, e.value ->> 'code', q.version desc),
doors as materialized (
  select f.questionnaire_code as sheet, f.question_code as code, count(*) as suppliers,
         sum(f.contribution_micro) as contribution,
         count(*) filter (where f.state = 'open') as open_suppliers,
         sum(f.reduction_micro) filter (where f.state = 'open') as reduction
    from app.findings f
    join chosen c on c.id = f.supplier_id and c.is_counted
   where f.tenant_id = $1::uuid and f.state <> 'closed'
   group by f.questionnaire_code, f.question_code),
told as materialized (
  select k.code as kind, d.*,
         json_build_object('code', a.code, 'text', {{> question_text of=a.value}}) as question
    from app.attack_kinds k
    join asked a on a.value -> 'attack_kinds' @> to_jsonb(k.code)
    join doors d on d.sheet = a.sheet and d.code = a.code
   where k.tenant_id = $1::uuid)
select k.code, case when $language::text = 'en' then k.name_en else k.name_ja end as name,
       coalesce(m.suppliers, 0) as suppliers,
       coalesce(m.very_high, 0) as "bands.very_high", coalesce(m.high, 0) as "bands.high",
       coalesce(m.moderate, 0) as "bands.moderate", coalesce(m.low, 0) as "bands.low",
       coalesce(m.very_low, 0) as "bands.very_low", coalesce(m.not_asked, 0) as not_asked,
       p.unassessed, p.no_response as "apart.no_response", p.partial as "apart.partial",
       p.not_judged as "apart.not_judged", m.mean as "mean:micro", m.worst as "worst:micro",
       case when w.id is not null
            then json_build_object('id', w.id, 'name', h.name) end as worst_supplier,
       (select coalesce(json_agg(json_build_object('questionnaire_code', t.sheet, 'question', t.question,
                 'suppliers', t.suppliers, 'points', round(t.contribution / 1000000.0, 6))
                 order by t.contribution desc, t.sheet, t.code), '[]')
          from (select * from told d
                 where d.kind = k.code
                 order by d.contribution desc, d.sheet, d.code
                 limit 5) t) as drivers,
       (select json_build_object('questionnaire_code', t.sheet, 'question', t.question,
                 'suppliers', t.open_suppliers, 'points', round(t.reduction / 1000000.0, 6))
          from told t
         where t.kind = k.code and t.reduction > 0
         order by t.reduction desc, t.sheet, t.code
         limit 1) as fix_first
  from app.attack_kinds k
 cross join apart p
  left join sums m on m.code = k.code
  left join worst w on w.code = k.code
  left join app.suppliers h on h.tenant_id = $1::uuid and h.id = w.id
 where k.tenant_id = $1::uuid
 order by k.no
