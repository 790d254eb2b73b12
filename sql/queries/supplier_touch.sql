-- supplier_touch: raises the revision after a change and completes the text that q searches
-- W tenant
-- $2 id
-- $3 now
-- $4 raise (0 for a row just made)
update app.suppliers s
   set revision = revision + $4::integer, updated_at = $3::timestamptz,
       -- Not concat_ws or array_to_string: beside a column only immutable functions may stand.
       search = lower(normalize(name || coalesce(E'\n' || name_kana, '')
         || coalesce(E'\n' || corporate_number, '')
         || coalesce(E'\n' || (select string_agg(tag, E'\n') from unnest(tags) tag), '')
         || coalesce(E'\n' || (select string_agg(x.external_id, E'\n' order by x.external_id)
                                from app.supplier_external_ids x
                               where x.tenant_id = $1::uuid and x.supplier_id = s.id), ''), NFKC))
 where s.tenant_id = $1::uuid and s.id = $2::uuid
