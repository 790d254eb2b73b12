-- By the certificates of supplier {{of}} that are valid on the day: whether one is of `kinds`, and the highest
-- star of the SCS scheme; null: none.
select coalesce(bool_or(c.kind in (select k.kind from kinds k)), false) as held,
       max(case when c.kind in ('scs_3', 'scs_4', 'scs_5') then right(c.kind, 1)::integer end) as star_held
  from app.certificates c
 where c.tenant_id = $1::uuid and c.supplier_id = {{of}}
   and {{> certificate_state}} in ('valid', 'expiring')
