-- What can be made of a file behind an earlier answer: a word of PreviousFileState. `e` is app.evidence.
case when e.erased_at is not null then 'erased'
            when e.state in ('refused', 'infected') then 'held'
            when e.expires_on < {{> tenant_today}} then 'expired'
            else 'usable' end
