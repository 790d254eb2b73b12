-- The likelihood of each kind of attack, which the explanation of a score has had all along: of each score, and of a supplier that of
-- its current one. null: nothing asked bears on that kind, or nothing was judged.
alter table app.risk_scores
  add column likelihood_business_micro integer generated always as
    (round((explanation #>> '{attack_kinds,business}')::numeric * 1000000)::integer) stored,
  add column likelihood_software_micro integer generated always as
    (round((explanation #>> '{attack_kinds,software}')::numeric * 1000000)::integer) stored,
  add column likelihood_service_micro integer generated always as
    (round((explanation #>> '{attack_kinds,service}')::numeric * 1000000)::integer) stored;
alter table app.suppliers
  add column likelihood_business_micro integer,
  add column likelihood_software_micro integer,
  add column likelihood_service_micro integer;

-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.suppliers no force row level security;
alter table app.risk_scores no force row level security;
update app.suppliers s
   set likelihood_business_micro = r.likelihood_business_micro,
       likelihood_software_micro = r.likelihood_software_micro,
       likelihood_service_micro = r.likelihood_service_micro
  from app.risk_scores r
 where r.tenant_id = s.tenant_id and r.id = s.score_id;
alter table app.risk_scores force row level security;
alter table app.suppliers force row level security;

create index suppliers_likelihood_business on app.suppliers (tenant_id,
  (case when band is null or likelihood_business_micro is null then -1 else likelihood_business_micro end), id)
  include (band, likelihood_business_micro, created_at);
create index suppliers_likelihood_software on app.suppliers (tenant_id,
  (case when band is null or likelihood_software_micro is null then -1 else likelihood_software_micro end), id)
  include (band, likelihood_software_micro, created_at);
create index suppliers_likelihood_service on app.suppliers (tenant_id,
  (case when band is null or likelihood_service_micro is null then -1 else likelihood_service_micro end), id)
  include (band, likelihood_service_micro, created_at);
-- Where a span is large, the order is walked without a look at the rows.
drop index app.suppliers_created;
create index suppliers_created on app.suppliers (tenant_id, created_at, id)
  include (updated_at, next_review_on, band, score_micro, likelihood_business_micro,
    likelihood_software_micro, likelihood_service_micro);
