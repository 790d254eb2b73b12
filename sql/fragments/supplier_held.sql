-- Behind `child` (supplier_id) and `held`, its supplier locked: that one may have been merged into another one
-- while its lock was waited for. Then nothing is locked, and a division says so (22012).
select 1 / (select count(*) from held) as held from child
