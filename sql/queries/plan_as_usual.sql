-- plan_as_usual: undoes plan_afresh, before thousands of rows whose keys are checked one by one
-- R admin
set local plan_cache_mode = 'auto'
