-- What clients see of an export; `j` is app.jobs.
j.id, j.revision, j.payload ->> 'kind' as kind, j.payload ->> 'format' as format,
       j.payload ->> 'encoding' as encoding,
       coalesce((j.payload ->> 'excel_safe')::boolean, false) as excel_safe,
       j.payload -> 'columns' as columns, j.payload -> 'filter' as filter,
       case when j.state = 'leased' then 'running' else j.state end as state,
       j.rows_done as "progress.rows_done", j.rows_total as "progress.rows_total",
       case when j.state = 'done' then json_build_object(
         'bytes', (j.result ->> 'bytes')::bigint, 'rows', j.rows_done,
         'unwritable', (j.result ->> 'unwritable')::bigint,
         'unwritable_first', j.result -> 'unwritable_first') end as file,
       j.error, j.created_at, j.created_by, j.finished_at, j.expires_at,
       j.result ->> 'seq' as "_seq"
