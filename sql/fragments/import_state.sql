-- Where an import is; `j` is app.jobs.
case when j.payload ? 'cancelled' then 'cancelled'
            when j.state in ('queued', 'leased') and j.rows_total is not null then 'running'
            when j.state = 'leased' then 'checking'
            when j.state = 'queued' then 'received'
            when j.state = 'done' and (j.payload ->> 'dry_run')::boolean then 'ready'
            else j.state end
