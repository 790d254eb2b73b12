-- Where what has no day stands among days; {{of}} is a date. An index knows it in this form: row-level
-- security does not trust coalesce.
(case when {{of}} is null then '9999-12-31'::date else {{of}} end)
