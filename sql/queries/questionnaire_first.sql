-- questionnaire_first: what a supplier that was asked nothing is scored against
-- R tenant
-- none no_score
{{> first_questionnaire}}
