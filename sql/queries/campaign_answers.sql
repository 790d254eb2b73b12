-- campaign_answers: one page of the whole-round table, a row per supplier
-- R tenant
-- $2 after_value $3 after_id $4 limit
-- $5 id
-- $6 now
--   `offset 0`: the members are looked up one by one. A fresh table without statistics would be
--   joined the other way round, every supplier with every member.
-- total campaign_answer_total
-- key s.id
-- sort name: s.name collate "ja-x-icu" asc text ''
select s.id as supplier_id, s.name as supplier_name, s.corporate_number, r.id as response_id,
       r.state, r.due_on,
       coalesce(r.due_on < {{> tenant_today}} and {{> with_supplier}}, false) as overdue,
       (r.submitted_at at time zone t.time_zone)::date as submitted_on,
       (r.accepted_at at time zone t.time_zone)::date as accepted_on,
       case when s.band is not null then s.score_micro end as "score:micro", s.band,
       s.external_ids, r.questionnaire_id as "_questionnaire_id",
       (select json_object_agg(a.code, a.value
                 || case when a.review -> 'adopted' is null then '{}'::jsonb
                         else jsonb_build_object('adopted', a.review -> 'adopted',
                                'adopted_by', a.review ->> 'by') end)
          from app.answers a
         where a.tenant_id = $1::uuid and a.response_id = r.id) as "_answers",
       {{sort_value}}
  from app.campaign_suppliers m
  join lateral (
    select s.id, s.name, s.corporate_number, s.score_micro, s.band, s.external_ids
      from app.suppliers s
     where s.tenant_id = $1::uuid and s.id = m.supplier_id
    offset 0) s on true
  join app.responses r on r.tenant_id = m.tenant_id and r.id = m.response_id
  join app.settings t on t.tenant_id = m.tenant_id
 where m.tenant_id = $1::uuid and r.tenant_id = $1::uuid and t.tenant_id = $1::uuid
   and m.campaign_id = $5::uuid and {{after}}
 order by {{order}}
 limit $4::integer
