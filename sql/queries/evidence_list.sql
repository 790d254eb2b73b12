-- evidence_list: one page of the files of a response, or of one of its answers
-- R tenant
-- page app.response_evidence l
-- only l.response_id = $id::uuid
-- only {{> evidence_of_sections}}
-- filters evidence
-- key l.evidence_id
-- sort created_at: l.created_at asc timestamptz '-infinity'
select {{> evidence_columns}},
       {{sort_value}}
  from {{page}}
  join app.evidence e on e.tenant_id = l.tenant_id and e.id = l.evidence_id
 where e.tenant_id = $1::uuid
 order by {{order}}
