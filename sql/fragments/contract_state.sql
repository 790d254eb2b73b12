-- The state of a contract on the day that is asked for; `k` is app.contracts.
case when k.ends_on < {{> tenant_day}} then 'ended'
            when k.starts_on > {{> tenant_day}} then 'upcoming'
            else 'active' end
