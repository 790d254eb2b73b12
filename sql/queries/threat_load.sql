-- threat_load: the threats of a new tenant
-- W tenant
-- $2 catalogue (jsonb: data/threats.json)
-- $3 edition
insert into app.threats (tenant_id, code, rank, name_ja, name_en, intensity_micro, edition)
select $1::uuid, t.code, t.rank, t.name_ja, t.name_en, round(t.default_intensity * 1000000),
       $3::text
  from jsonb_to_recordset($2::jsonb -> 'threats')
    as t (code text, rank integer, name_ja text, name_en text, default_intensity numeric)
returning code
