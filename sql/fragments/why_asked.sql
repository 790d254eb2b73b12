-- Why a supplier is asked: what the response says, else what the campaign does that made it; `r` is app.responses.
coalesce(r.why, (select w.why from app.campaigns w
                           where w.tenant_id = $1::uuid and w.id = r.campaign_id))
