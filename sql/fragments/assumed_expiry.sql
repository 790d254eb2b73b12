-- The last day of a certificate of kind {{kind}} that was issued on {{issued}}, where nobody told it: the day before
-- the one on which its years are over; the last of February of one issued on the 29th. Null: nothing is assumed.
(select (v.day - (extract(day from v.day) = extract(day from v.issued))::integer)::date
   from (select i.issued, (i.issued + make_interval(years => i.years))::date as day
           from (select {{issued}} as issued, case {{kind}} when 'scs_3' then 1 when 'p_mark' then 2
                                                   when 'isms' then 3 when 'scs_4' then 3 end as years) i
          where i.issued < date '9990-01-01') v)
