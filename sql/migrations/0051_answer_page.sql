-- What the answer page tells: why somebody is asked, by whom, and under which number answers were received.
-- A response that a campaign made without a reason of its own has the campaign's. `submissions` counts how often it was
-- submitted: the number of a receipt follows from it.
alter table app.campaigns add column why text;
alter table app.responses
  add column why text,
  add column campaign_id uuid,
  add column submissions integer not null default 0,
  add foreign key (tenant_id, campaign_id) references app.campaigns (tenant_id, id);
alter table app.settings add column requester jsonb not null
  default '{"name": null, "contact": null, "email": null, "phone": null}';
alter table app.responses no force row level security;
alter table app.campaign_suppliers no force row level security;
update app.responses r
   set submissions = (r.first_submitted_at is not null)::integer,
       campaign_id = (select m.campaign_id from app.campaign_suppliers m
                       where m.tenant_id = r.tenant_id and m.response_id = r.id and m.own limit 1)
 where r.first_submitted_at is not null
    or exists (select from app.campaign_suppliers m
                where m.tenant_id = r.tenant_id and m.response_id = r.id and m.own);
alter table app.campaign_suppliers force row level security;
alter table app.responses force row level security;
