-- What the supplier {{of}} says by the last word of each questionnaire that speaks for `demands`, the answers
-- that scoring counts: [word, place among its rounds, day, response] by "questionnaire question".
select jsonb_object_agg(b.questionnaire_code || ' ' || a.code, jsonb_build_array(
         coalesce({{> counted_answer}} ->> 'answer',
                  case {{> counted_answer}} ->> 'status' when 'obtained' then 'done'
                       when 'not_obtained' then 'not_done' end),
         b.place, (a.answered_at at time zone (
           select t.time_zone from app.settings t where t.tenant_id = $1::uuid))::date, b.id))
  from (select n.*, {{> left_out}} as is_left
          from (select distinct on (r.questionnaire_code) r.id, r.questionnaire_code, r.last_submission,
                       {{> last_round}} as place, {{> code_retired of=r.questionnaire_code}} as is_retired
                  from app.responses r
                 where r.tenant_id = $1::uuid and r.supplier_id = {{of}} and {{> may_count}}
                 order by r.questionnaire_code, r.last_submission is null desc, {{> last_round}} desc) n) b
 cross join lateral ({{> last_answers of=b}}) a
 where not b.is_left
   and b.questionnaire_code in (select split_part(k, ' ', 1)
                                  from demands w cross join unnest(w.full_by || w.part_by) k)
