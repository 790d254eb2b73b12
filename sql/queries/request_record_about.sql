-- request_record_about: whether what a record says it is about is of its supplier, and which day it is
-- R tenant
-- $2 supplier_id
-- $3 body (jsonb: the checked request)
-- $4 now
select $3::jsonb ->> 'campaign_id' is null or exists (
         select from app.campaign_suppliers c
          where c.tenant_id = $1::uuid and c.campaign_id = ($3::jsonb ->> 'campaign_id')::uuid
            and c.supplier_id = $2::uuid) as campaign_fits,
       $3::jsonb ->> 'measure_id' is null or exists (
         select from app.measures m
          where m.tenant_id = $1::uuid and m.id = ($3::jsonb ->> 'measure_id')::uuid
            and m.supplier_id = $2::uuid) as measure_fits,
       {{> tenant_today}} as today
  from app.settings t
 where t.tenant_id = $1::uuid
