-- answer_history_list: one page of what an answer was; a respondent sees no judgements
-- R tenant
-- $2 after_value $3 after_id $4 limit $5 id $6 code
-- $7 supplier_scope (of a respondent, else null)
-- key h.response_id
-- sort ordinal: h.ordinal asc integer -1
select h.revision, h.action, {{> instant of=h.at}} as at, h.by, h.type,
       case when h.action <> 'deleted' then h.value end as value,
       case when $7::uuid is null then h.review end as review, h.channel, h.comment,
       {{> instant of=h.answered_at}} as answered_at, h.answered_by, {{sort_value}}
  from app.answer_history h
 where h.tenant_id = $1::uuid and h.response_id = $5::uuid and h.code = $6::text
   and ($7::uuid is null or h.action <> 'reviewed') and {{after}}
 order by {{order}}
 limit $4::integer
