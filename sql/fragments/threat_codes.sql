-- The codes of the threats that `g`.threats names by code or rank, in the order of their ranks.
array(select t.code from app.threats t
                where t.tenant_id = $1::uuid
                  and (g.threats @> jsonb_build_array(jsonb_build_object('code', t.code))
                       or g.threats @> jsonb_build_array(jsonb_build_object('rank', t.rank)))
                order by t.rank)
