-- A risk acceptance is proposed by one person and holds once another has approved it. `approver` is whom
-- the proposal names, if anybody; `approved_by` is who did approve. Those of before hold as they are:
-- their approver was typed and is not known as a subject.
alter table app.risk_acceptances rename column accepted_by to requested_by;
alter table app.risk_acceptances rename column accepted_at to requested_at;
alter table app.risk_acceptances alter column approver drop not null;
alter table app.risk_acceptances add column approved_by text;
alter table app.risk_acceptances add column approved_at timestamptz;
alter table app.risk_acceptances no force row level security;
update app.risk_acceptances set approved_at = requested_at;
alter table app.risk_acceptances force row level security;
alter table app.risk_acceptances drop constraint risk_acceptances_ended_reason_check;
alter table app.risk_acceptances add constraint risk_acceptances_ended_reason_check
  check (ended_reason in ('reopened', 'expired', 'closed', 'withdrawn'));
alter table app.finding_history drop constraint finding_history_action_check;
alter table app.finding_history add constraint finding_history_action_check
  check (action in ('opened', 'updated', 'closed', 'reopened', 'accepted', 'acceptance_proposed',
    'acceptance_withdrawn'));
