-- The codes of the threats that `g`.threats names by code or rank, in the order of their ranks.
array(select t.code from app.threats t
                where t.tenant_id = $1::uuid
                  and exists (select from jsonb_array_elements(g.threats) e
                               where e ->> 'code' = t.code or e -> 'rank' = to_jsonb(t.rank))
                order by t.rank)
