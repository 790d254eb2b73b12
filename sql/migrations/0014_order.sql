-- What is latest is what was changed last, whatever the clocks of the processes said.

-- The submitted rounds of a supplier are numbered. A clock's order is all there is of those before.
alter table app.responses add column round integer;
-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.responses no force row level security;
update app.responses r
   set round = n.round
  from (select tenant_id, id,
               row_number() over (partition by tenant_id, supplier_id order by submitted_at, id) as round
          from app.responses
         where submitted_at is not null) n
 where r.tenant_id = n.tenant_id and r.id = n.id;
alter table app.responses force row level security;
create unique index responses_round on app.responses (tenant_id, supplier_id, round);

-- A score is behind the one it supersedes; requests that ran at once had it the other way round.
create index risk_scores_superseded on app.risk_scores (tenant_id, supersedes);
alter table app.risk_scores no force row level security;
with recursive chain as (
  select r.tenant_id, r.id, r.created_at
    from app.risk_scores r
   where r.supersedes is null
  union all
  select r.tenant_id, r.id, greatest(r.created_at, c.created_at + interval '1 microsecond')
    from chain c
    join app.risk_scores r on r.tenant_id = c.tenant_id and r.supersedes = c.id)
update app.risk_scores r
   set created_at = c.created_at
  from chain c
 where r.tenant_id = c.tenant_id and r.id = c.id and r.created_at <> c.created_at;
alter table app.risk_scores force row level security;
drop index app.risk_scores_superseded;
