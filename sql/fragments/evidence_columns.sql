-- What clients see of a file; `e` is app.evidence, `l` app.response_evidence.
-- Needs $now.
e.id, e.revision, l.response_id, e.supplier_id,
       to_jsonb(array(select k.code from jsonb_object_keys(l.codes) as k (code)
                       order by k.code collate "C")) as codes,
       e.name, e.media_type, e.bytes, encode(e.sha256, 'hex') as sha256, e.state, e.refusal,
       e.signature, e.effective_on, e.expires_on,
       coalesce(e.expires_on < {{> tenant_today}}, false) as expired, e.created_at,
       {{> own_people of=e.created_by}} as created_by, e.checked_at, e.erased_at
