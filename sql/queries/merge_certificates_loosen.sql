-- merge_certificates_loosen: a certificate that another stands in the place of is one kept by hand
-- W tenant
-- $2 pairs (jsonb array of {other}) $3 now
update app.certificates c
   set questionnaire_code = null, question_code = null, revision = c.revision + 1,
       updated_at = $3::timestamptz
 where c.tenant_id = $1::uuid
   and c.id in (select (w ->> 'other')::uuid from jsonb_array_elements($2::jsonb) as w)
