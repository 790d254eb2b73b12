-- supplier_touch: raises the revision after a change and completes the text that q searches
-- W tenant
-- $2 id
-- $3 now
-- $4 raise (0 for a row just made)
update app.suppliers s
   set revision = revision + $4::integer, updated_at = $3::timestamptz,
       search = lower(normalize(concat_ws(E'\n', name, name_kana, corporate_number,
         array_to_string(tags, E'\n'),
         (select string_agg(x.external_id, E'\n' order by x.source, x.external_id)
            from app.supplier_external_ids x
           where x.tenant_id = $1::uuid and x.supplier_id = s.id)), NFKC))
 where s.tenant_id = $1::uuid and s.id = $2::uuid
