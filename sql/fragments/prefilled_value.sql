-- What the value of an answer is prefilled with: of a certificate that somebody changed by hand after the
-- answer was given, what is entered now. `a` is app.answers, {{of}} the response to fill, {{kind}} the
-- kind of certificate its question asks for (null: none that scores). A last day that is assumed is nobody's word.
a.value || coalesce((
         select jsonb_build_object('status', 'obtained', 'number', c.number, 'scope', c.scope,
                  'expires_on', case when not c.expiry_assumed then c.expires_on end, 'renewal_pending', c.renewal_pending)
           from app.certificates c
          where c.tenant_id = $1::uuid and c.supplier_id = {{of}}.supplier_id
            and a.type = 'certification' and c.edited_at >= a.answered_at
            and (c.kind = {{kind}}
                 or (c.questionnaire_code = {{of}}.questionnaire_code and c.question_code = a.code))
          order by c.expires_on desc nulls last, c.id
          limit 1), '{}')
