-- How long the oldest event has waited for an endpoint is told for all tenants: the worker sees when events
-- were written, and nothing that is in them.
do $$
begin
  create policy webhook_backlog on app.events for select to renkei_worker using (true);
  grant select (tenant_id, seq, created_at) on app.events to renkei_worker;
end $$;
