-- The link `k` between suppliers holds on the day $today.
(k.since is null or k.since <= $today::date) and (k.until is null or k.until >= $today::date)
