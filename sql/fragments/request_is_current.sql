-- Whether a record of a request still says how a supplier is being asked on a day, `d.day`: something of it happened in the
-- 12 months before, or what it is about goes on. `q` is app.request_records.
(q.requested_on > (d.day - interval '12 months')::date
     or q.explained_on > (d.day - interval '12 months')::date
     or q.price_talk_on > (d.day - interval '12 months')::date
     or exists (select from app.measures m
                 where m.tenant_id = $1::uuid and m.id = q.measure_id and {{> measure_in_hand}})
     or exists (select from app.campaigns c
                 where c.tenant_id = $1::uuid and c.id = q.campaign_id and c.state = 'open'))
