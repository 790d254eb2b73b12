-- Where one supplier stands with each of `demands`: `o`.held, `o`.said and `o`.waiting are of it (scheme_held,
-- scheme_said, scheme_waiting). The last answer that covers a requirement counts, and what was said of a
-- part of it since; of several the worst. Where nothing covers it, what is said of its parts.
select w.place, w.scheme, w.id, w.area, w.title, w.criteria, x.answers,
       case when x.is_full then 'full' when x.worst is not null then 'part' else 'none' end as asked,
       case when o.held then 'held'
            when x.worst is null and (w.full_by || w.part_by) && o.waiting then 'no_answer'
            when x.worst is null then 'not_asked'
            when x.worst = 3 then 'not_done'
            when x.worst = 2 then 'in_progress'
            when x.worst = 0 then 'not_applicable'
            when x.is_full then 'done'
            else 'partly_done' end as status
  from demands w
  left join lateral (
    select coalesce(max(array_position('{done,in_progress,not_done}'::text[], y.word)),
                    case when count(*) > 0 then 0 end) as worst,
           coalesce(bool_or(y.is_full and y.word <> 'not_applicable'), false)
             or coalesce(bool_and(y.word = 'not_applicable') and bool_or(y.is_full), false) as is_full,
           json_agg(json_build_object('questionnaire_code', split_part(y.key, ' ', 1),
                      'question', split_part(y.key, ' ', 2),
                      'cover', case when y.is_full then 'full' else 'part' end, 'answer', y.word,
                      'response_id', y.response, 'answered_on', y.day) order by y.key) as answers
      from (select z.*, max(z.round) filter (where z.is_full) over () as full_round
              from (select k.key, k.is_full, o.said -> k.key ->> 0 as word,
                           (o.said -> k.key ->> 1)::integer as round, o.said -> k.key ->> 2 as day,
                           o.said -> k.key ->> 3 as response
                      from (select f, true from unnest(w.full_by) f
                             union all
                            select p, false from unnest(w.part_by) p) k (key, is_full)
                     where o.said -> k.key ->> 0 is not null) z) y
     where y.full_round is null or y.round = y.full_round or (not y.is_full and y.round > y.full_round)
  ) x on true
