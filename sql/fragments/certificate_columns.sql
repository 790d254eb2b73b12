-- What clients see of a certificate; `c` is app.certificates.
c.id, c.revision, c.supplier_id, {{> supplier_brief of=c.supplier_id}},
       c.kind, c.name, c.number, c.scope, c.issued_on,
       c.expires_on, c.expiry_assumed, c.renewal_pending, c.evidence, c.assessor,
       c.register_checked_on,
       {{> certificate_state}} as state,
       case when c.question_code is not null
            then json_build_object('questionnaire_code', c.questionnaire_code,
                   'code', c.question_code) end as question,
       c.edited_at, c.created_at, c.updated_at
