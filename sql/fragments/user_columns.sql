-- What clients see of a user; `u` is app.users.
u.id, u.subject, u.revision,
       case when u.given_name is null then u.token_name else u.given_name end as display_name,
       case when u.given_name is not null then 'administrator'
            when u.token_name is not null then 'token' end as named_by,
       u.created_at, u.updated_at
