-- One version with its document and the catalogues it refers to; `q` is app.questionnaires.
{{> questionnaire_brief}},
       q.document as "_document",
       {{> threat_catalogue}} as "_threats",
       (select coalesce(json_agg(k.code order by k.no), '[]')
          from app.attack_kinds k
         where k.tenant_id = $1::uuid) as "_attack_kinds"
