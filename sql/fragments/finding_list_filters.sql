-- The filters of a page of findings but for the supplier. Parameters as in finding_list.
   and ($6::text[] is null or f.state = any ($6::text[]))
   and ($7::text[] is null or f.kind = any ($7::text[]))
   and ($8::text[] is null or f.question_code = any ($8::text[]))
   and ($9::text[] is null or f.questionnaire_code = any ($9::text[]))
   and ($10::text[] is null or f.threats && $10::text[])
   and ($11::boolean is null or f.regression = $11::boolean)
   and ($12::boolean is null or f.provisional = $12::boolean)
   and ($13::uuid[] is null or f.response_id = any ($13::uuid[]))
