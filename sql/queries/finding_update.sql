-- finding_update: findings of a supplier as the current answers show them, and the history of their steps
-- W tenant
-- $2 rows (jsonb)
-- $3 actor $4 now
--   response_id, text_ja, text_en and threats are there where a response shows the finding anew.
with sent as materialized (
  select *
    from jsonb_to_recordset($2::jsonb) as g(id uuid, revision integer, kind text, state text,
      provisional boolean, regression boolean, contribution integer, reduction integer, response uuid,
      response_id uuid, text_ja text, text_en text, threats jsonb, closed_reason text, action text, note text)),
named as (
  select g.*,
         {{> threat_codes}} as codes
    from sent g),
changed as (
  update app.findings f
     set revision = g.revision, kind = g.kind, state = g.state, provisional = g.provisional,
         regression = g.regression, contribution_micro = g.contribution,
         reduction_micro = g.reduction,
         response_id = coalesce(g.response_id, f.response_id),
         last_seen_at = case when g.response_id is null then f.last_seen_at else $4::timestamptz end,
         threats = case when g.response_id is null then f.threats else g.codes end,
         text_ja = coalesce(g.text_ja, f.text_ja),
         text_en = case when g.response_id is null then f.text_en else g.text_en end,
         closed_at = case when g.state = 'closed' then coalesce(f.closed_at, $4::timestamptz) end,
         closed_reason = case when g.state = 'closed'
                              then coalesce(g.closed_reason, f.closed_reason) end
    from named g
   where f.tenant_id = $1::uuid and f.id = g.id
  returning f.id)
{{> finding_history_insert}}
