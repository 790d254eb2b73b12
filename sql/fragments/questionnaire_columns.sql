-- One version with its document and the catalogues it refers to; `q` is app.questionnaires.
q.id, q.revision, q.code, q.version, q.state,
       case when $language::text = 'en' then coalesce(q.title_en, q.title_ja) else q.title_ja end as title,
       case when $language::text = 'en' and q.title_en is not null then 'en' else 'ja' end as language,
       q.question_count, q.published_at, q.created_at, q.updated_at,
       q.document as "_document",
       {{> threat_catalogue}} as "_threats",
       (select coalesce(json_agg(k.code order by k.no), '[]')
          from app.attack_kinds k
         where k.tenant_id = $1::uuid) as "_attack_kinds"
