-- A list by a tag or a campaign is read in its own order by an index that begins with the tag or the campaign:
-- the rows beside the supplier and the response repeat the day they are ordered by, which never changes.

-- Of two indexes that seem to cost the same in a table without statistics the planner takes the one that was made
-- last: those of pages come first. The key of the rows of a tag serves a supplier's own tags: two indexes, as before.
alter table app.supplier_tags drop constraint supplier_tags_pkey;
drop index app.supplier_tags_supplier;
alter table app.campaign_suppliers drop constraint campaign_suppliers_pkey;
drop index app.campaign_suppliers_response;
drop index app.campaign_suppliers_supplier;

-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.supplier_tags add column created_at timestamptz;
alter table app.campaign_suppliers
  add column supplier_created_at timestamptz,
  add column requested_at timestamptz;
alter table app.suppliers no force row level security;
alter table app.responses no force row level security;
alter table app.supplier_tags no force row level security;
alter table app.campaign_suppliers no force row level security;
update app.supplier_tags x
   set created_at = s.created_at
  from app.suppliers s
 where s.tenant_id = x.tenant_id and s.id = x.supplier_id;
update app.campaign_suppliers m
   set supplier_created_at = s.created_at, requested_at = r.requested_at
  from app.suppliers s, app.responses r
 where s.tenant_id = m.tenant_id and s.id = m.supplier_id
   and r.tenant_id = m.tenant_id and r.id = m.response_id;
alter table app.campaign_suppliers force row level security;
alter table app.supplier_tags force row level security;
alter table app.responses force row level security;
alter table app.suppliers force row level security;
alter table app.supplier_tags alter column created_at set not null;
alter table app.campaign_suppliers
  alter column supplier_created_at set not null,
  alter column requested_at set not null;
create index supplier_tags_page on app.supplier_tags (tenant_id, tag, created_at, supplier_id);
alter table app.supplier_tags add primary key (tenant_id, supplier_id, tag);
create index campaign_suppliers_page on app.campaign_suppliers
  (tenant_id, campaign_id, supplier_created_at, supplier_id);
create index campaign_responses_page on app.campaign_suppliers
  (tenant_id, campaign_id, requested_at, response_id);
create index campaign_suppliers_response on app.campaign_suppliers (tenant_id, response_id);
create index campaign_suppliers_supplier on app.campaign_suppliers (tenant_id, supplier_id);
alter table app.campaign_suppliers add primary key (tenant_id, campaign_id, supplier_id);

-- A span of days or scores is sorted into the order of the list without a look at its rows.
drop index app.suppliers_next_review;
create index suppliers_next_review on app.suppliers (tenant_id,
  (case when next_review_on is null then '9999-12-31'::date else next_review_on end), id)
  include (next_review_on, created_at);
drop index app.suppliers_score_low;
create index suppliers_score_low on app.suppliers (tenant_id,
  (case when band is null or score_micro is null then 2147483647 else score_micro end), id)
  include (band, score_micro, created_at);
drop index app.suppliers_score_high;
create index suppliers_score_high on app.suppliers (tenant_id,
  (case when band is null or score_micro is null then -1 else score_micro end), id)
  include (band, score_micro, created_at);
drop index app.suppliers_updated;
create index suppliers_updated on app.suppliers (tenant_id, updated_at, id) include (created_at);
drop index app.overrides_day;
create index overrides_day on app.overrides (tenant_id, until, requested_at, id);
drop index app.reviews_day;
create index reviews_day on app.reviews (tenant_id, performed_on, performed_at, id);

-- And where a span is large, the order is walked without a look at the rows that do not belong to it.
drop index app.suppliers_created;
create index suppliers_created on app.suppliers (tenant_id, created_at, id)
  include (updated_at, next_review_on, band, score_micro);
drop index app.responses_page;
create index responses_page on app.responses (tenant_id, requested_at, id) include (due_on);
drop index app.overrides_page;
create index overrides_page on app.overrides (tenant_id, requested_at, id) include (until);
drop index app.reviews_page;
create index reviews_page on app.reviews (tenant_id, performed_at, id) include (performed_on);
