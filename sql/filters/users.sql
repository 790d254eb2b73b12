-- The filters of users; `u` is app.users.
and u.subject = any ($subject::text[])
