-- How far a page of {{rows}} rows went, and in how many of them the person stood.
select (select count(*) from page) = {{rows}} as more, (select count(*) from changed) as changed,
       (select p.id from page p order by p.id desc limit 1) as last
