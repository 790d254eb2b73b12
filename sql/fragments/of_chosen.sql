-- Whether the supplier `of` is one that a report is about, by its filters; nobody is asked while none is given.
({{unfiltered}} or exists (
       select from app.suppliers s
        where s.tenant_id = $1::uuid and s.id = {{of}}{{filters}}))
