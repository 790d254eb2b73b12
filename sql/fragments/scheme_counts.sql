-- How many of the requirements `g` stand where.
json_build_object('requirements', count(*),
         'held', count(*) filter (where g.status = 'held'),
         'done', count(*) filter (where g.status = 'done'),
         'partly_done', count(*) filter (where g.status = 'partly_done'),
         'in_progress', count(*) filter (where g.status = 'in_progress'),
         'not_done', count(*) filter (where g.status = 'not_done'),
         'not_applicable', count(*) filter (where g.status = 'not_applicable'),
         'no_answer', count(*) filter (where g.status = 'no_answer'),
         'not_asked', count(*) filter (where g.status = 'not_asked'))
