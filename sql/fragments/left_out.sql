-- Whether the answers to a questionnaire code count no more: it is retired, and others count. `n` are all codes by
-- which one supplier can be judged.
(n.is_retired and bool_or(not n.is_retired) over ())
