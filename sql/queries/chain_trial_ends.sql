-- chain_trial_ends: suppliers that a trial names, in the order they were asked for
-- R tenant
-- $2 ids (uuid[])
select w.place as _place, s.id is not null as found, s.status = 'archived' as archived
  from unnest($2::uuid[]) with ordinality as w (id, place)
  left join app.suppliers s on s.tenant_id = $1::uuid and s.id = w.id
 order by w.place
