-- The questionnaire `q` of a campaign `c` and how far it is, `p`; needs $now. `offset 0`: see
-- campaign_answers.
join app.questionnaires q on q.tenant_id = c.tenant_id and q.id = c.questionnaire_id
  left join lateral (
    select count(*) as suppliers,
           count(*) filter (where r.state = 'requested') as requested,
           count(*) filter (where r.state = 'in_progress') as in_progress,
           count(*) filter (where r.state = 'submitted') as submitted,
           count(*) filter (where r.state = 'returned') as returned,
           count(*) filter (where r.state = 'accepted') as accepted,
           count(*) filter (where r.state = 'cancelled') as cancelled,
           count(*) filter (where {{> with_supplier}}
             and r.due_on < {{> tenant_today}}) as overdue,
           coalesce(sum(r.progress_answered) filter (where r.state <> 'cancelled') * 1000000
             / nullif(sum(r.progress_total) filter (where r.state <> 'cancelled'), 0), 0)::bigint
             as answered_share,
           coalesce(sum(r.revision), 0) as revisions
      from app.campaign_suppliers m
      join lateral (
        select r.state, r.channel, r.due_on, r.progress_answered, r.progress_total, r.revision
          from app.responses r
         where r.tenant_id = $1::uuid and r.id = m.response_id
        offset 0) r on true
     where m.tenant_id = $1::uuid and m.campaign_id = c.id) p on true
