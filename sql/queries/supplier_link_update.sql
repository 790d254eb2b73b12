-- supplier_link_update: merge patch of a link
-- W tenant
-- $2 id
-- $3 body (jsonb: the checked patch)
-- 23505 duplicate
with patch as (
  select *
    from jsonb_to_recordset(jsonb_build_array($3::jsonb)) as p (dependency smallint,
      penetration smallint, item text, since date, until date))
update app.supplier_links k
   set dependency = case when p.dependency is null then k.dependency else p.dependency end,
       penetration = case when p.penetration is null then k.penetration else p.penetration end,
       item = case when not $3::jsonb ? 'item' then k.item
                   when p.item is null then '' else normalize(p.item, NFC) end,
       since = case when $3::jsonb ? 'since' then p.since else k.since end,
       until = case when $3::jsonb ? 'until' then p.until else k.until end
  from patch p
 where k.tenant_id = $1::uuid and k.id = $2::uuid
