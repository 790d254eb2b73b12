-- merge_open_overrides: the open overrides of both suppliers: what stays and what ends
-- R tenant
-- $2 from $3 into
--   The severer band stays; of two that say the same, the survivor's.
select (p.ids)[1] as kept, (p.ids)[2] as other
  from (select array_agg(v.id order by
                 array_position('{very_high,high,moderate,low,very_low}'::text[], v.band),
                 v.supplier_id = $3::uuid desc) as ids
          from app.overrides v
         where v.tenant_id = $1::uuid and v.supplier_id in ($2::uuid, $3::uuid)
           and v.state in ('proposed', 'active')) p
 where cardinality(p.ids) = 2
