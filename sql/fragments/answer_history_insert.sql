-- Keeps what became of answers: the CTE `changed` has their rows after the change (of those taken back:
-- before it). {{action}} is the change's word, {{taken}} 1 when it is taken back, else 0.
insert into app.answer_history (tenant_id, response_id, code, ordinal, revision, action, at, by, type,
  value, review, channel, comment, answered_at, answered_by)
select n.tenant_id, n.response_id, n.code, n.revision * 2 + {{taken}}, n.revision, {{action}},
        $now::timestamptz, $by::text, n.type, n.value,
       n.review, n.channel, n.comment, n.answered_at, n.answered_by
  from changed n
