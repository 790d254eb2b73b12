-- A contract is due on its last day for notice, unless a later one of its number, or one that says it takes
-- its place, is there. One of the subjects of reminder_queue.
select 'contract', k.id, '', k.supplier_id, k.notice_by, true,
       case when k.title is null then k.number else k.title || ' (' || k.number || ')' end, null,
       p.owner
  from app.contracts k
  join app.suppliers p on p.tenant_id = k.tenant_id and p.id = k.supplier_id
 where k.tenant_id = $1::uuid and p.tenant_id = $1::uuid and k.notice_by is not null
   and p.status = 'active'
   and not exists (
     select from app.contracts n
      where n.tenant_id = $1::uuid and n.supplier_id = k.supplier_id and n.id <> k.id
        and (n.number = k.number or n.replaces_number = k.number)
        and (n.ends_on is null or n.ends_on > k.ends_on))
