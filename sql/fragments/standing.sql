-- Where a supplier is counted: by its band where its own answers say enough, else apart from those that
-- are scored: silence, half of what is needed, nothing to judge, or nothing at all. `s` is app.suppliers
-- or a score.
case when s.assessment_status in ('assessed', 'stale') then s.band
     when s.assessment_status in ('no_response', 'partial', 'not_judged') then s.assessment_status
     else 'unassessed' end
