-- The filters of campaigns; `c` is app.campaigns.
and c.state = any ($state::text[])
and c.questionnaire_id = any ($questionnaire_id::uuid[])
