-- attack_kind_list: one page of the attack kinds; a number stands once, so the id tells nothing
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 language
-- key '00000000-0000-0000-0000-000000000000'::uuid
-- sort no: k.no asc integer -1
select k.code, case when $5::text = 'en' then k.name_en else k.name_ja end as name,
       case when $5::text = 'en' then coalesce(k.description_en, k.description_ja)
            else k.description_ja end as description,
       {{sort_value}}
  from app.attack_kinds k
 where k.tenant_id = $1::uuid and {{after}}
 order by {{order}}
 limit $4::integer
