-- campaign_progress: how far prefilled responses are, and where their answers come from
-- W tenant
-- $2 progress (jsonb array: id, answered, required, total)
update app.responses r
   set progress_answered = n.answered, progress_required = n.required, progress_total = n.total,
       prefilled_from = (
         select l.id from ({{> last_accepted of=r}}) l)
  from jsonb_to_recordset($2::jsonb) as n (id uuid, answered integer, required integer, total integer)
 where r.tenant_id = $1::uuid and r.id = n.id
