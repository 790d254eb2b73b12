-- The filters of scores; `r` is app.risk_scores.
and r.supplier_id = any ($supplier_id::uuid[])
and r.band = any ($band::text[])
{{when $band_is_null::boolean = true}}
and r.band is null
{{when $band_is_null::boolean = false}}
and r.band is not null
and r.tier = any ($tier::text[])
and r.cause = any ($cause::text[])
and r.model_version = $model_version::text
and r.likelihood_business_micro >= ceil($likelihood_business_gte::numeric * 1000000)::integer
and r.likelihood_business_micro <= floor($likelihood_business_lte::numeric * 1000000)::integer
and r.likelihood_software_micro >= ceil($likelihood_software_gte::numeric * 1000000)::integer
and r.likelihood_software_micro <= floor($likelihood_software_lte::numeric * 1000000)::integer
and r.likelihood_service_micro >= ceil($likelihood_service_gte::numeric * 1000000)::integer
and r.likelihood_service_micro <= floor($likelihood_service_lte::numeric * 1000000)::integer
and r.created_at <= $known_at::timestamptz and not exists (
  select from app.risk_scores n
   where n.tenant_id = $1::uuid and n.supplier_id = r.supplier_id
     and (n.created_at, n.id) > (r.created_at, r.id)
     and n.created_at <= $known_at::timestamptz)
{{when $current::boolean = true}}
and r.id = (select s.score_id from app.suppliers s
             where s.tenant_id = $1::uuid and s.id = r.supplier_id)
{{when $current::boolean = false}}
and r.id is distinct from (select s.score_id from app.suppliers s
                            where s.tenant_id = $1::uuid and s.id = r.supplier_id)
