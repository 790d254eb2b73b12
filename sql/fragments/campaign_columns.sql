-- What clients see of a campaign; `c` is app.campaigns, `q` and `p` as campaign_joins joins them,
-- $2 the language.
c.id, c.revision, c.state, c.name, c.questionnaire_id, q.code as "questionnaire.code",
       q.version as "questionnaire.version",
       {{> questionnaire_title}}
         as "questionnaire.title",
       c.due_on, c.locale, c.note, c.why, c.prefill, p.suppliers as "progress.suppliers",
       p.requested as "progress.requested", p.in_progress as "progress.in_progress",
       p.submitted as "progress.submitted", p.returned as "progress.returned",
       p.accepted as "progress.accepted", p.cancelled as "progress.cancelled",
       p.overdue as "progress.overdue", p.answered_share as "progress.answered_share:micro",
       c.created_at, c.created_by, c.closed_at
