-- force_custom_plans: plans of this transaction follow the sizes that the tables have now
-- R admin
--   A plan that was made when a table was nearly empty is kept until statistics come; for thousands
--   of rows in one transaction it would be the wrong one.
set local plan_cache_mode = 'force_custom_plan'
