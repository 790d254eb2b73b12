-- chain_scores_put: what reaches these suppliers now; those whose band became another one by it
-- W tenant
-- $2 rows (jsonb array of {supplier_id, own_micro, own_band, score_micro, band, first_exposure …})
-- $3 now
with sent as (
  select r.*
    from jsonb_to_recordset($2::jsonb) as r (supplier_id uuid, own_micro integer, own_band text, score_micro integer,
           band text, first_exposure double precision, first_hops double precision, first_path uuid[],
           second_exposure double precision, second_hops double precision, second_path uuid[])),
before as (
  select c.supplier_id, c.band from app.chain_scores c
   where c.tenant_id = $1::uuid and c.supplier_id = any (array(select supplier_id from sent))),
put as (
  insert into app.chain_scores (tenant_id, supplier_id, own_micro, score_micro, band, first_exposure, first_hops,
    first_path, second_exposure, second_hops, second_path, as_of)
  select $1::uuid, r.supplier_id, r.own_micro, r.score_micro, r.band, r.first_exposure, r.first_hops, r.first_path,
         r.second_exposure, r.second_hops, r.second_path, $3::timestamptz
    from sent r
  on conflict (tenant_id, supplier_id) do update
     set own_micro = excluded.own_micro, score_micro = excluded.score_micro, band = excluded.band,
         first_exposure = excluded.first_exposure, first_hops = excluded.first_hops,
         first_path = excluded.first_path, second_exposure = excluded.second_exposure,
         second_hops = excluded.second_hops, second_path = excluded.second_path, as_of = excluded.as_of
  returning supplier_id)
select r.supplier_id, case when b.supplier_id is null then r.own_band else b.band end as before, r.band as after,
       s.revision
  from sent r
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = r.supplier_id
  left join before b on b.supplier_id = r.supplier_id
 where exists (select from put)
   and case when b.supplier_id is null then r.own_band else b.band end is distinct from r.band
 order by r.supplier_id
