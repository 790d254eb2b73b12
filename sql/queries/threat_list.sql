-- threat_list: one page of the threat catalogue; a rank stands once, so the id tells nothing
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 language
-- key '00000000-0000-0000-0000-000000000000'::uuid
-- sort rank: t.rank asc integer -1
select t.code, t.rank, case when $5::text = 'en' then t.name_en else t.name_ja end as name,
       t.intensity_micro as "intensity:micro", t.edition,
       {{sort_value}}
  from app.threats t
 where t.tenant_id = $1::uuid and {{after}}
 order by {{order}}
 limit $4::integer
