-- attack_kind_load: the attack kinds of a new tenant
-- W tenant
-- $2 document (jsonb: data/sheet.json)
insert into app.attack_kinds
       (tenant_id, code, no, name_ja, name_en, description_ja, description_en)
select $1::uuid, k.code, k.no, k.name_ja, k.name_en, k.description_ja, k.description_en
  from jsonb_to_recordset($2::jsonb -> 'attack_kinds')
    as k (code text, no integer, name_ja text, name_en text, description_ja text,
          description_en text)
returning code
