-- A subject, as respondents see it: people of their own side by name, those of the asking side not at
-- all.
case when $people::text is null or position(e'\n' || {{of}} || e'\n' in $people::text) > 0
         then {{of}} end
