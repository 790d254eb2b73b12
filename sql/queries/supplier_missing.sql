-- supplier_missing: active suppliers of a system that are not in a file of all of them, and those that are back
-- R tenant
-- $2 job_id (the file's: what was made after it came cannot be in it)
-- $3 source $4 numbers (jsonb: all that the file has)
-- $5 tag $6 country $7 begins (of its numbers; each null: any)
--   One that another system knows, too, is not missing: it is no matter of this file alone.
with sent as materialized (
  select distinct normalize(w.value, NFC) as id from jsonb_array_elements_text($4::jsonb) as w (value)),
known as materialized (
  select x.supplier_id as id, bool_or(w.id is not null) as is_sent,
         bool_or($7::text is null or left(x.external_id, length($7::text)) = $7::text) as is_meant
    from app.supplier_external_ids x
    left join sent w on w.id = x.external_id
   where x.tenant_id = $1::uuid and x.source = normalize($3::text, NFC)
   group by x.supplier_id),
meant as materialized (
  select s.id, s.status = 'active' as is_active, k.is_sent,
         s.status = 'archived' and k.is_sent and s.archived_source = normalize($3::text, NFC) as is_back
    from known k
    join app.suppliers s on s.tenant_id = $1::uuid and s.id = k.id
   where k.is_meant
     and s.created_at < (select j.created_at from app.jobs j where j.tenant_id = $1::uuid and j.id = $2::uuid)
     and ($5::text is null or $5::text = any (s.tags))
     and ($6::text is null or s.country = $6::text)),
missing as materialized (
  select m.id
    from meant m
   where m.is_active and not m.is_sent
     and not exists (
       select from app.supplier_external_ids o
        where o.tenant_id = $1::uuid and o.supplier_id = m.id and o.source <> normalize($3::text, NFC)))
select (select count(*) from meant m where m.is_active) as active,
       (select count(*) from missing) as missing,
       (select coalesce(string_agg(m.id || E'\n', '' order by m.id), '') from missing m) as missing_ids,
       (select coalesce(string_agg(m.id || E'\n', '' order by m.id), '') from meant m where m.is_back)
         as back_ids
