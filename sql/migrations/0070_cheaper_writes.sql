-- A score says its likelihoods of each kind of attack as it says its other numbers: generated, each of the three read the
-- whole explanation. What was stored stays.
alter table app.risk_scores
  alter column likelihood_business_micro drop expression,
  alter column likelihood_software_micro drop expression,
  alter column likelihood_service_micro drop expression;

-- What hangs on a row of its tenant belongs to that row's tenant: asked once more, each row written locked the tenant, and
-- writers of one tenant that did so at the same time shared the lock.
do $$
declare
  name text;
begin
  foreach name in array array['answers', 'answer_history', 'certificates', 'contacts', 'finding_history', 'findings',
    'measure_findings', 'measures', 'responses', 'risk_scores', 'supplier_external_ids']
  loop
    execute format('alter table app.%I drop constraint %I', name, name || '_tenant_id_fkey');
  end loop;
end $$;
