-- Whether the supplier {{of}} is connected, by a network or data link that holds today, and nobody has completed an
-- offboarding since that link was made and the supplier was taken back for the last time; needs $now.
exists (
  select from (
    select f.kind, f.until, f.created_at
      from app.supplier_links f
     where f.tenant_id = $1::uuid and f.from_supplier_id = {{of}}
    union all
    select b.kind, b.until, b.created_at
      from app.supplier_links b
     where b.tenant_id = $1::uuid and b.to_supplier_id = {{of}}) l
   where {{> link_is_walked of=l.kind}}
     and (l.until is null or l.until >= {{> tenant_today}})
     and not exists (
       select from app.offboardings d
        where d.tenant_id = $1::uuid and d.supplier_id = {{of}} and d.state = 'completed'
          and d.restored_at is null and d.ended_at >= l.created_at))
