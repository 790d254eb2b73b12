-- request_record_update: merge patch of the record of a request
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (campaign_id uuid, measure_id uuid,
      requested_on date, reason text, explanation text, explained_on date, explained_by text,
      cost_bearer text, cost_note text, price_talk_on date, price_talk_result text,
      supplier_statement text))
update app.request_records q
   set campaign_id = case when $3::jsonb ? 'campaign_id' then p.campaign_id else q.campaign_id end,
       measure_id = case when $3::jsonb ? 'measure_id' then p.measure_id else q.measure_id end,
       requested_on = case when p.requested_on is null then q.requested_on else p.requested_on end,
       reason = case when p.reason is null then q.reason else normalize(p.reason, NFC) end,
       explanation = case when $3::jsonb ? 'explanation' then normalize(p.explanation, NFC)
                          else q.explanation end,
       explained_on = case when $3::jsonb ? 'explained_on' then p.explained_on
                           else q.explained_on end,
       explained_by = case when $3::jsonb ? 'explained_by' then normalize(p.explained_by, NFC)
                           else q.explained_by end,
       cost_bearer = case when p.cost_bearer is null then q.cost_bearer else p.cost_bearer end,
       cost_note = case when $3::jsonb ? 'cost_note' then normalize(p.cost_note, NFC)
                        else q.cost_note end,
       price_talk_on = case when $3::jsonb ? 'price_talk_on' then p.price_talk_on
                            else q.price_talk_on end,
       price_talk_result = case when $3::jsonb ? 'price_talk_result'
                                then normalize(p.price_talk_result, NFC)
                                else q.price_talk_result end,
       supplier_statement = case when $3::jsonb ? 'supplier_statement'
                                 then normalize(p.supplier_statement, NFC)
                                 else q.supplier_statement end
  from patch p
 where q.tenant_id = $1::uuid and q.id = $2::uuid
