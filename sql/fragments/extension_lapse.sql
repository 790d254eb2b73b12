-- Requests for a later due day that nobody decided end with these responses, or with their submission.
update app.extension_requests x
     set state = 'lapsed', revision = x.revision + 1
   where x.tenant_id = $1::uuid and x.state = 'open'
