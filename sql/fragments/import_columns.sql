-- What clients see of an import; `j` is app.jobs.
j.id, j.revision, {{> import_state}} as state,
       coalesce(j.payload ->> 'kind', 'suppliers') as kind, j.payload ->> 'source' as source,
       j.payload ->> 'profile' as profile, j.payload ->> 'format' as format,
       coalesce(j.place ->> 'sheet', j.payload ->> 'sheet') as sheet,
       (j.payload ->> 'dry_run')::boolean as dry_run,
       j.rows_total as "progress.rows_total", j.rows_done as "progress.rows_done",
       case when j.payload ? 'cancelled' and j.state in ('queued', 'leased') then null
            else coalesce((j.place ->> 'unprocessed')::bigint, 0) end as "progress.rows_unprocessed",
       coalesce((j.place ->> 'created')::bigint, 0) as "counts.created",
       coalesce((j.place ->> 'updated')::bigint, 0) as "counts.updated",
       coalesce((j.place ->> 'unchanged')::bigint, 0) as "counts.unchanged",
       coalesce((j.place ->> 'failed')::bigint, 0) as "counts.failed",
       (j.payload -> 'snapshot') || '{"unread_rows": null, "active": null, "missing": null,
         "allowed": null, "archived": 0, "held": 0, "restored": 0}' || coalesce(j.place -> 'snapshot', '{}')
         as snapshot,
       coalesce(j.place -> 'ignored', '[]') as ignored_columns,
       case when j.payload ? 'cancelled' then null else j.error end as error, (j.result ->> 'line')::bigint as error_line,
       j.created_at, j.created_by, j.finished_at, j.expires_at
