-- Groups of what was looked at, `looked` (value, id, is_sign) in the order of value: suppliers that share a
-- value, {{most}} at most. Where the look was cut its last value is left for the next one, unless it is all
-- there was. One row at least, which says where the look ended.
ends as (
  select count(*) = 20000 as is_cut, min(l.value) as first, max(l.value) as last from looked l),
whole as materialized (
  select l.value, l.id, bool_and(l.is_sign) as is_sign
    from looked l
   cross join ends e
   where not e.is_cut or l.value < e.last or e.first = e.last
   group by l.value, l.id),
placed as (
  select w.value, w.id, count(*) over (partition by w.value) as total,
         row_number() over (partition by w.value order by w.id) as place
    from whole w
   where w.is_sign),
groups as (
  select p.value, p.total, array_agg(p.id order by p.id) as ids
    from placed p
   where p.total between 2 and {{most}} and p.place <= 20
   group by p.value, p.total
   order by p.value
   limit $limit::integer)
select g.value, g.total::integer as total,
       (select json_agg(json_build_object('id', s.id, 'revision', s.revision, 'name', s.name,
                 'name_kana', s.name_kana, 'corporate_number', s.corporate_number,
                 'external_ids', s.external_ids, 'assessment_status', s.assessment_status,
                 'created_at', {{> instant of=s.created_at}},
                 'updated_at', {{> instant of=s.updated_at}}, 'name_key', s.name_key)
                 order by s.created_at, s.id)
          from app.suppliers s
         where s.tenant_id = $1::uuid and s.id = any (g.ids) and s.status = 'active') as suppliers,
       case when e.is_cut then (select max(w.value) from whole w) end as _end
  from ends e
  left join groups g on true
 order by g.value
