-- The tenant's threats as the scorer reads them.
(select coalesce(json_agg(json_build_object('rank', t.rank, 'code', t.code,
                 'intensity', t.intensity_micro / 1000000.0) order by t.rank), '[]')
          from app.threats t
         where t.tenant_id = $1::uuid)
