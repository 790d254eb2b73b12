-- offboarding_needed: those of the suppliers that want an offboarding first, with the open one
-- R tenant
-- $2 ids $3 now
select w.id, (
         select o.id from app.offboardings o
          where o.tenant_id = $1::uuid and o.supplier_id = w.id and o.state = 'open') as offboarding_id
  from unnest($2::uuid[]) as w (id)
 where {{> offboarding_needed of=w.id}}
