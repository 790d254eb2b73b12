-- erasure_said: names, mail addresses and telephone numbers that these contacts had before
-- R tenant
-- $2 contacts
select distinct s.place, v.value
  from (select e.personal::json as personal, left(e.personal, 1) = '{' as is_of_before
          from app.events e
         where e.tenant_id = $1::uuid
           and e.type in ('contact.created', 'contact.updated', 'contact.deleted')
           and e.personal is not null
           and substring(case when left(e.personal, 1) = '{' then e.personal else e.body end
                         from '"resource":[{]"id":"([0-9a-f-]{36})"')::uuid = any($2::uuid[])) t
 cross join lateral (
   select j.entry ->> 0 as place, j.entry -> 2 as pair
     from json_array_elements(case when not t.is_of_before then t.personal end) j (entry)
    union all
   select '/changes/' || m.key, m.value
     from json_each(case when t.is_of_before
                          and json_typeof(t.personal -> 'changes') = 'object'
                         then t.personal -> 'changes' end) m) s
 cross join lateral json_array_elements_text(
   case when json_typeof(s.pair) = 'array' then s.pair end) v (value)
 where s.place in ('/changes/name', '/changes/email', '/changes/phone') and v.value is not null
