-- merge_rounds: the rounds of both suppliers in one order; negative until merge_responses
-- W tenant
-- $2 from $3 into
--   Each supplier's own order stays, whatever the clocks said; between them it is that of submission.
with said as (
  select r.id, r.supplier_id, r.round, r.submitted_at as at
    from app.responses r
   where r.tenant_id = $1::uuid and r.supplier_id in ($2::uuid, $3::uuid) and r.round is not null
  union all
  select r.id, r.supplier_id, (r.last_submission ->> 'round')::integer,
         (r.last_submission ->> 'at')::timestamptz
    from app.responses r
   where r.tenant_id = $1::uuid and r.supplier_id in ($2::uuid, $3::uuid)
     and r.last_submission is not null),
placed as (
  select s.id, s.supplier_id, s.round,
         max(s.at) over (partition by s.supplier_id order by s.round) as at
    from said s),
numbered as materialized (
  select p.id, (row_number() over (order by p.at, p.supplier_id, p.round))::integer as number
    from placed p),
renumbered as materialized (
  select r.id, case when r.round is not null then -n.number end as round,
         case when r.last_submission is not null
              then jsonb_set(r.last_submission, '{round}', to_jsonb(n.number)) end as last_submission
    from numbered n
    join app.responses r on r.tenant_id = $1::uuid and r.id = n.id)
update app.responses r
   set round = n.round, last_submission = n.last_submission
  from renumbered n
 where r.tenant_id = $1::uuid and r.id = n.id
