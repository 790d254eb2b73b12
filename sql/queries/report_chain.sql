-- report_chain: active suppliers with a link, the worst first, and how many stand where
-- R tenant
-- $2 today $3 limit
with linked as (
  select k.from_supplier_id as id from app.supplier_links k
   where k.tenant_id = $1::uuid and {{> link_in_force of=k day=$today::date}}
  union
  select k.to_supplier_id from app.supplier_links k
   where k.tenant_id = $1::uuid and k.to_supplier_id is not null and {{> link_in_force of=k day=$today::date}}),
placed as (
  select s.id, s.name, coalesce(s.profile ->> 'supply_chain_stage', 'unknown') as stage,
         coalesce(c.band, s.computed_band) as band, coalesce(c.score_micro, s.score_micro) as score_micro
    from linked l
    join app.suppliers s on s.tenant_id = $1::uuid and s.id = l.id and s.status = 'active'
    left join app.chain_scores c on c.tenant_id = $1::uuid and c.supplier_id = s.id
   where s.tenant_id = $1::uuid),
ranked as (
  select p.*, row_number() over (order by p.score_micro desc nulls last, p.id) as place from placed p)
select r.id, r.name, r.stage, r.band, r.score_micro, 1 as count
  from ranked r where r.place <= $3::integer
union all
select null, null, r.stage, r.band, null, count(*)
  from ranked r where r.place > $3::integer
 group by r.stage, r.band
 order by score_micro desc nulls last, id, stage, band
