-- response_get: one response as its clients see it; a respondent sees its supplier's
-- R tenant
-- $2 id
-- $3 supplier_scope (of a respondent, else null)
-- $4 language
-- $5 as_of (null: today where the tenant is)
-- $6 now
-- $7 reach (of the session of a link, else null)
-- $8 codes (of who answers some sections alone, else null)
select {{> response_columns}},
       r.answer_floor as "_answer_floor", {{> tenant_today}} as "_today",
       to_json(r.amend_codes) as "_open_codes",
       r.last_submission is not null as "_submitted_before",
       r.revision || '.' || {{> tenant_day}} || '.' || {{> supplier_mark of=r.supplier_id}}
         || coalesce((select '.' || w.revision from app.campaigns w
                       where w.tenant_id = $1::uuid and w.id = r.campaign_id), '') as "_etag"
  from app.responses r
  join app.questionnaires q on q.tenant_id = r.tenant_id and q.id = r.questionnaire_id
 where r.tenant_id = $1::uuid and q.tenant_id = $1::uuid
   and r.id = $2::uuid and {{> reaches_response}}
