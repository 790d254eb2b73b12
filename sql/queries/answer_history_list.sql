-- answer_history_list: one page of what an answer was; a respondent sees no judgements
-- R tenant
-- page app.answer_history h
-- only h.response_id = $id::uuid and h.code = $code::text
-- only ($supplier_scope::uuid is null or h.action <> 'reviewed')
-- key h.response_id
-- sort ordinal: h.ordinal asc integer -1
select h.revision, h.action, {{> instant of=h.at}} as at, {{> own_people of=h.by}} as by,
       h.type,
       case when h.action <> 'deleted' then h.value end as value,
       case when $supplier_scope::uuid is null then h.review - 'adopted' end as review, h.channel, h.comment,
       {{> instant of=h.answered_at}} as answered_at,
       {{> own_people of=h.answered_by}} as answered_by, {{sort_value}}
  from {{page}}
 order by {{order}}
