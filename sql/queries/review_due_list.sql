-- review_due_list: one page of active suppliers by the day of their next review
-- R tenant
-- page app.suppliers s
-- only s.next_review_on is not null and s.status = 'active'
-- filters reviews_due
-- lead owner tier band
-- lower next_review_on: (case when $overdue::boolean = false then {{> tenant_day}} end)
-- key s.id as supplier_id
-- sort next_review_on: s.next_review_on asc date '-infinity'
select s.id as supplier_id, s.name, s.owner, s.tier, s.band, s.band_reason, s.next_review_on,
       s.next_review_on < {{> tenant_day}} as overdue,
       (select max(w.performed_on) from app.reviews w
         where w.tenant_id = $1::uuid and w.supplier_id = s.id) as reviewed_on,
       {{sort_value}}
  from {{page}}
 order by {{order}}
