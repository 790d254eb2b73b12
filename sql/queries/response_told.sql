-- response_told: the response that answers of old sheets go into: the open one, else the latest
-- R tenant
-- $2 supplier_id
-- $3 campaign_id (null: by the questionnaire)
-- $4 questionnaire_id (one version of it)
select r.id
  from app.responses r
 where r.tenant_id = $1::uuid and r.supplier_id = $2::uuid and r.state <> 'cancelled'
   and case when $3::uuid is null
            then r.questionnaire_code = (select q.code from app.questionnaires q
                                          where q.tenant_id = $1::uuid and q.id = $4::uuid)
            else r.id = (select m.response_id from app.campaign_suppliers m
                          where m.tenant_id = $1::uuid and m.campaign_id = $3::uuid
                            and m.supplier_id = $2::uuid) end
 order by {{> is_open}} desc, r.requested_at desc, r.id desc
 limit 1
