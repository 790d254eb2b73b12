-- respondent_suppliers: whom a person answers for: the token's supplier first, then those who have
--   an open request and the same mail address among their contacts
-- R tenant
-- $2 supplier_id
-- $3 email (or null)
-- $4 language
-- $5 link_id (of which supplier its response alone is told; null: no session of a link)
--   A cluster refuses the join where the planner sees that no link fits.
with mine as (
  select $2::uuid as id
  union
  select c.supplier_id
    from app.contacts c
   where c.tenant_id = $1::uuid and c.email_key = lower($3::text))
select s.id, s.name,
       (select coalesce(json_agg(json_build_object('id', r.id, 'state', r.state,
                 'due_on', r.due_on, 'questionnaire', json_build_object('code', q.code,
                   'version', q.version, 'title',
                   {{> questionnaire_title}}))
                 order by r.due_on nulls last, r.id), '[]')
          from app.responses r
          join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
         where r.tenant_id = $1::uuid and q.tenant_id = $1::uuid and r.supplier_id = s.id
           and {{> is_open}}
           and not exists (
             select from app.links l
               join app.responses y on y.tenant_id = l.tenant_id and y.id = l.response_id
              where l.tenant_id = $1::uuid and y.tenant_id = $1::uuid and l.id = coalesce($5::uuid, $2::uuid)
                and y.supplier_id = r.supplier_id and y.id <> r.id)) as responses
  from mine m
  join app.suppliers s on s.tenant_id = $1::uuid and s.id = m.id
 where s.id = $2::uuid
    or (s.status = 'active' and exists (
         select from app.responses r
          where r.tenant_id = $1::uuid and r.supplier_id = s.id
            and {{> is_open}}))
 order by s.id <> $2::uuid, s.name, s.id
 limit 100
