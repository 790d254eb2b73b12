-- What a page shows of findings; `f` is app.findings.
{{> finding_columns}},
       {{> finding_acceptance}} as acceptance,
       {{> finding_measures}} as measures
