-- threat_name: what a threat of the catalogue is called
-- R tenant
-- $2 rank
-- $3 language
select case when $3::text = 'en' then t.name_en else t.name_ja end as name
  from app.threats t
 where t.tenant_id = $1::uuid and t.rank = $2::integer
