-- erase_events: a person leaves the values beside the next events; commitments and hashes stay
-- W tenant
-- $2 after $3 find $4 find_wide $5 quoted $6 quoted_name $7 narrow $8 wide $9 put $10 suppliers
-- $11 contacts $12 erased_by
--   Of an event about one of the person's own rows all values go. An event of before there were
--   commitments has all of its text there.
with page as (
  select v.id, v.personal, v.is_of_before,
         substring(v.text from '"supplier_id":"([0-9a-f-]{36})"')::uuid
           = any($suppliers::uuid[]) as is_theirs,
         substring(v.text from '"resource":[{]"id":"([0-9a-f-]{36})"')::uuid
           = any($contacts::uuid[]) as is_own
    from (select e.seq as id, e.personal, left(e.personal, 1) = '{' as is_of_before,
                 case when left(e.personal, 1) = '{' then e.personal else e.body end as text
            from app.events e
           where e.tenant_id = $1::uuid and e.seq > case when $after::bigint is null then 0
                                                          else $after::bigint end
           order by e.seq
           limit 200) v),
named as (
  select p.id, p.is_of_before, p.is_theirs, p.is_own, p.personal
    from page p
   where p.personal is not null
     and (p.is_own or {{> text_names_person of=p.personal by=p.is_theirs}})),
entries as (
  select n.id, j.number, j.entry, j.entry ->> 0 as place, j.entry -> 2 as value,
         n.is_own and j.entry ->> 0 like '/changes/%' as is_own,
         {{> erased_value of=j.entry->2 by=n.is_theirs}} as left_over
    from named n
   cross join lateral json_array_elements(n.personal::json) with ordinality j (entry, number)
   where not n.is_of_before),
rewritten as (
  select e.id, '[' || string_agg(
           case when e.is_own then json_build_array(e.place, null, null)::text
                when e.left_over <> e.value::text
                then json_build_array(e.place, null, e.left_over::json)::text
                else e.entry::text end, ',' order by e.number) || ']' as personal
    from entries e
   group by e.id
  union all
  select n.id, {{> erased_value of=n.personal by=n.is_theirs}}
    from named n
   where n.is_of_before),
changed as (
  update app.events e
     set personal = r.personal, erased_by = $erased_by::uuid
    from rewritten r
   where e.tenant_id = $1::uuid and e.seq = r.id and e.personal <> r.personal
  returning e.seq)
{{> erasure_count rows=200}}
