-- plan_auto: undoes force_custom_plans for what checks the keys of thousands of rows one by one
-- R admin
--   Those checks are statements, too, and planning each of them anew takes longer than the check.
set local plan_cache_mode = 'auto'
