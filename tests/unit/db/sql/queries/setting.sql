-- setting: a setting as the connection sees it
-- R admin
-- $1 name
select current_setting($1, true) as value
