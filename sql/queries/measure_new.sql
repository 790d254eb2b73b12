-- measure_new: what decides whether a supplier may have one more measure
-- R tenant
-- $2 supplier_id $3 finding_ids (jsonb)
select (select count(*) from app.measures m
         where m.tenant_id = $1::uuid and m.supplier_id = s.id and m.state <> 'cancelled') as held,
       (select count(*)
          from app.measure_findings x
          join app.measures m on m.tenant_id = x.tenant_id and m.id = x.measure_id
         where x.tenant_id = $1::uuid and m.tenant_id = $1::uuid and m.supplier_id = s.id
           and m.state <> 'cancelled') as links,
       (select coalesce(json_agg(f.id), '[]') from app.findings f
         where f.tenant_id = $1::uuid and f.supplier_id = s.id
           and f.id in (select w::uuid from jsonb_array_elements_text($3::jsonb) w)) as findings
  from app.suppliers s
 where s.tenant_id = $1::uuid and s.id = $2::uuid
