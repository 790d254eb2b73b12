-- merge_recipients: reminders to people who were there twice are to the one that stays
-- W tenant
-- $2 pairs (jsonb array of {kept, other}: contacts)
-- $3 from
update app.reminders m
   set contact_id = p.kept
  from (select (w ->> 'kept')::uuid as kept, (w ->> 'other')::uuid as other
          from jsonb_array_elements($2::jsonb) as w) p
 where m.tenant_id = $1::uuid and m.supplier_id = $3::uuid and m.contact_id = p.other
