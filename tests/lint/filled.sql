-- A tenant of %(size)s suppliers, made at once: what the statement lint and the bench measure plans on.
-- Values are skewed as in life and against the reader: what is rare lies at the far end of the order
-- in which a page is read, so that whoever looks for it row by row reads the whole tenant.
-- %(tenant)s numbers the tenant; `id` of anything: its kind, the tenant, the row.
insert into app.tenants (id, slug, name) values (pg_temp.id('tenant', 0), 'filled-%(tenant)s', 'Filled');
insert into app.settings (tenant_id) values (pg_temp.id('tenant', 0));
insert into app.tenant_counters (tenant_id, name, value)
values (pg_temp.id('tenant', 0), 'events', %(size)s);
insert into app.reminder_marks (tenant_id) values (pg_temp.id('tenant', 0));

insert into app.questionnaires (tenant_id, id, code, version, state, title_ja, document,
  question_count, required_count, published_at, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('questionnaire', n), 'sheet-' || n, 1, 'published',
       '質問票', '{}', 25, 24, '2024-01-01Z', '2024-01-01Z', '2024-01-01Z'
  from generate_series(1, 3) n;

insert into app.suppliers (tenant_id, id, status, name, name_kana, corporate_number, country, kind,
  tags, owner, search, contacts, external_ids, profile, tier, recommended_star, assessment_status, band, band_reason, computed_band, score_micro,
  likelihood_micro, impact_micro, likelihood_business_micro, likelihood_software_micro, likelihood_service_micro,
  score_id, next_review_on, threats, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('supplier', n),
       case when n %% 1000 = 1 and n <= %(size)s / 2 then 'archived' else 'active' end,
       '株式会社' || md5(n::text), case when n %% 3 > 0 then 'カブシキガイシャ' || n end,
       lpad(n::text, 13, '7'), case when n <= 20 then 'VN' when n %% 10 = 0 then 'US' else 'JP' end,
       case when n <= 20 then 'individual' when n %% 4 = 0 then 'service_provider' else 'partner' end,
       case when n <= 20 then array['rare', 'all'] else array['all', 'tag-' || n %% 40] end,
       case when n <= 20 then 'rare' else 'owner-' || n %% 40 end,
       '株式会社' || md5(n::text) || E'\nカブシキガイシャ' || n || E'\n' || lpad(n::text, 13, '7'),
       json_build_array(json_build_object('id', pg_temp.id('contact', n), 'name', '担当 ' || n)),
       json_build_array(json_build_object('source', 'erp', 'id', 'E-' || n)),
       jsonb_build_object(
         'data_sensitivity', case when n <= 20 then 'special' else 'internal' end,
         'supply_chain_stage', case when n <= 20 then 'software' else 'production' end,
         'record_volume', case when n <= 20 then 'over_1m' else 'none' end,
         'access_level', case when n <= 20 then 'admin' else 'none' end,
         'subcontracting', case when n <= 20 then 'many' else 'none' end),
       case when n <= 20 then 'T4' else 'T' || 1 + n %% 3 end,
       case when n <= 20 then 3 else 4 end,
       case when n <= 20 then 'no_response' when n %% 2 = 0 then 'assessed' else 'asked' end,
       case when n <= 20 then 'very_high' when n %% 2 = 0 then 'moderate' end,
       case when n <= 20 or n %% 2 = 0 then 'computed' end, 'moderate',
       case when n <= 20 then 24900000 when n %% 2 = 0 then 1000000 + n %% 20000000 end,
       case when n <= 20 then 5000000 else 3000000 end, case when n <= 20 then 4980000 else 3000000 end,
       case when n <= 20 then 5000000 when n %% 7 = 0 then null else 1000000 + n * 7 %% 3800000 end,
       case when n <= 20 then 5000000 when n %% 11 = 0 then null else 1000000 + n * 11 %% 3800000 end,
       case when n <= 20 then 5000000 when n %% 13 = 0 then null else 1000000 + n * 13 %% 3800000 end,
       case when n <= 20 or n %% 2 = 0 then pg_temp.id('score', n * 2) end,
       case when n %% 2 = 0 then date '2025-02-20' + n %% 700 end, '{1,2,3,4,5,6,7,8,9,10}',
       pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.supplier_tags (tenant_id, tag, supplier_id, created_at)
select s.tenant_id, unnest(s.tags), s.id, s.created_at
  from app.suppliers s
 where s.tenant_id = pg_temp.id('tenant', 0);
insert into app.supplier_attributes (tenant_id, supplier_id, term, created_at)
select s.tenant_id, s.id, 'owner:' || s.owner, s.created_at
  from app.suppliers s
 where s.tenant_id = pg_temp.id('tenant', 0);
insert into app.supplier_external_ids (tenant_id, source, external_id, supplier_id)
select pg_temp.id('tenant', 0), case when n <= 20 then 'crm' else 'erp' end, 'E-' || n,
       pg_temp.id('supplier', n)
  from generate_series(1, %(size)s) n;
insert into app.merged_suppliers (tenant_id, id, supplier_id, merged_at)
select pg_temp.id('tenant', 0), pg_temp.id('merged', n), pg_temp.id('supplier', n), pg_temp.at(n)
  from generate_series(1, %(size)s, 100) n;
insert into app.contacts (tenant_id, id, supplier_id, name, email, created_at)
select pg_temp.id('tenant', 0), pg_temp.id('contact', n), pg_temp.id('supplier', n), '担当 ' || n,
       'c' || n || '@example.co.jp', pg_temp.at(n)
  from generate_series(1, %(size)s) n;

-- Two rounds: the first was accepted, the second is asked.
insert into app.responses (tenant_id, id, state, supplier_id, questionnaire_id, questionnaire_code,
  due_on, progress_required, progress_total, requested_at, submitted_at, accepted_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('response', n),
       case when n <= 20 then 'returned' when n <= %(size)s / 2 then 'accepted'
            when n %% 3 = 0 then 'in_progress' else 'requested' end,
       pg_temp.id('supplier', 1 + n * 2 %% %(size)s),
       pg_temp.id('questionnaire', case when n <= 20 then 2 else 1 end),
       case when n <= 20 then 'sheet-2' else 'sheet-1' end,
       (pg_temp.at(n) + interval '30 days')::date, 24, 25, pg_temp.at(n),
       case when n > 20 and n <= %(size)s / 2 then pg_temp.at(n) + interval '1 day' end,
       case when n > 20 and n <= %(size)s / 2 then pg_temp.at(n) + interval '2 days' end,
       pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.answers (tenant_id, response_id, code, position, type, revision, value, answered_at,
  answered_by, updated_at, updated_by)
select pg_temp.id('tenant', 0), pg_temp.id('response', n), 'Q-' || c, c, 'three_state', 1,
       case when n <= 20 then '{"answer": "in_progress", "plan": {"due_on": "2027-03-31"}}'
            else '{"answer": "done"}' end::jsonb,
       pg_temp.at(n), 'x', pg_temp.at(n), 'x'
  from generate_series(1, %(size)s, 10) n, generate_series(1, 10) c;

insert into app.risk_scores (tenant_id, id, supplier_id, cause, model_version, as_of, created_at,
  impact_micro, likelihood_micro, score_micro, band, band_reason, computed_band, assessment_status,
  confidence_micro, confidence_label, range_low_micro, range_high_micro, tier, tier_provisional,
  recommended_star, inherent_micro, before_measures_micro, projected_micro, likelihood_business_micro,
  likelihood_software_micro, likelihood_service_micro, explanation)
select pg_temp.id('tenant', 0), pg_temp.id('score', n), pg_temp.id('supplier', (n + 1) / 2),
       case when n <= 20 then 'manual' else 'final' end,
       case when n <= 20 then 'renkei-0' else 'renkei-1' end, pg_temp.at(n)::date, pg_temp.at(n),
       3000000, 3000000, 9000000, case when n <= 20 then 'very_high' else 'moderate' end,
       'computed', 'moderate', 'assessed', 800000, 'high', 8000000, 10000000,
       case when n <= 20 then 'T4' else 'T1' end, false, 4, 9000000, 9000000, 9000000,
       k.micro, k.micro, k.micro, '{}'
  from generate_series(1, %(size)s * 2) n
 cross join lateral (select 1000000 * case when n <= 20 then 5 else 1 + n %% 3 end as micro) k;

insert into app.findings (tenant_id, id, supplier_id, questionnaire_code, question_code, response_id,
  kind, state, provisional, regression, contribution_micro, reduction_micro, threats, text_ja,
  first_seen_at, last_seen_at)
select pg_temp.id('tenant', 0), pg_temp.id('finding', n), pg_temp.id('supplier', (n + 1) / 2),
       case when n <= 20 then 'sheet-2' else 'sheet-1' end,
       case when n <= 20 then 'Q-9' else 'Q-1' end || n %% 2,
       pg_temp.id('response', (n + 1) / 2), case when n <= 20 then 'stale_answer' else 'not_done' end,
       case when n <= 20 then 'accepted' when n %% 2 = 0 then 'closed' else 'open' end,
       n <= 20, n <= 20, n, n, case when n <= 20 then array['T9'] else array['T1', 'T2'] end, '質問',
       pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s * 2) n;
insert into app.finding_history (tenant_id, finding_id, revision, at, action, kind, state,
  provisional, response_id, contribution_micro, reduction_micro, actor)
select tenant_id, id, 1, first_seen_at, 'opened', kind, 'open', provisional, response_id, 1, 1, 'x'
  from app.findings f
 where f.tenant_id = pg_temp.id('tenant', 0);
insert into app.risk_acceptances (tenant_id, id, finding_id, supplier_id, reason, approver, until,
  requested_by, requested_at, approved_by, approved_at)
select f.tenant_id, f.id, f.id, f.supplier_id, 'x', 'x', '2027-03-31', 'x', f.last_seen_at, 'y',
       f.last_seen_at
  from app.findings f
 where f.tenant_id = pg_temp.id('tenant', 0) and f.state = 'accepted';

insert into app.measures (tenant_id, id, supplier_id, state, side, source, title, assignee,
  effect_micro, due_on, created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('measure', n), pg_temp.id('supplier', n),
       case when n > %(size)s - 20 then 'implemented' when n <= 30 then 'in_progress'
            else 'verified' end,
       case when n > %(size)s - 20 then 'buyer' else 'supplier' end,
       case when n > %(size)s - 20 then 'plan' else 'manual' end, '対策',
       case when n > %(size)s - 20 then 'rare' else 'owner-' || n %% 40 end, 500000,
       date '2025-01-01' + n / 100, pg_temp.at(n), 'x', pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.measure_findings (tenant_id, measure_id, finding_id)
select pg_temp.id('tenant', 0), pg_temp.id('measure', n), pg_temp.id('finding', n)
  from generate_series(1, %(size)s) n;
insert into app.measure_reports (tenant_id, measure_id, revision, at, by, state)
select pg_temp.id('tenant', 0), pg_temp.id('measure', n), 1, pg_temp.at(n), 'x', 'planned'
  from generate_series(1, %(size)s, 10) n;

insert into app.certificates (tenant_id, id, supplier_id, kind, number, expires_on, created_at,
  updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('certificate', n), pg_temp.id('supplier', n),
       case when n > %(size)s - 20 then 'tisax' when n %% 2 = 0 then 'isms' else 'p_mark' end,
       case when n <= %(size)s - 20 then 'IS ' || n end,
       date '2025-01-01' + n / 100, pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.contracts (tenant_id, id, supplier_id, number, starts_on, ends_on, notice_days,
  security_clauses, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('contract', n), pg_temp.id('supplier', n), 'K-' || n,
       case when n <= 20 then date '2099-01-01' else date '2024-01-01' end,
       date '2025-01-01' + n / 100, 90, n > 20, pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.request_records (tenant_id, id, supplier_id, campaign_id, measure_id, requested_on, reason,
  cost_bearer, price_talk_on, created_by, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('request_record', n), pg_temp.id('supplier', n),
       case when n %% 2 = 0 then pg_temp.id('campaign', 1) end, pg_temp.id('measure', n),
       date '2025-01-01' + (n / 100)::integer, 'x', case when n <= 20 then 'shared' else 'not_discussed' end,
       case when n <= 20 then date '2025-06-01' end, 'x', pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.offboardings (tenant_id, id, supplier_id, state, items, next_due_on, ended_at, created_by,
  created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('offboarding', n), pg_temp.id('supplier', n),
       case when n <= 20 then 'skipped' when n %% 2 = 0 then 'open' else 'completed' end,
       jsonb_build_object('access_removed', jsonb_build_object('state', 'open'),
         'data_returned', jsonb_build_object('state', case when n = 22 then 'open' else 'done' end)),
       case when n > 20 and n %% 2 = 0 then date '2025-01-01' + (n / 100)::integer end,
       case when n <= 20 or n %% 2 = 1 then pg_temp.at(n) end, 'x', pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.supplier_links (tenant_id, id, from_supplier_id, to_supplier_id, kind, dependency, penetration,
  item, since, until, source, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('supplier_link', n), pg_temp.id('supplier', n),
       case when n %% 2 = 0 then pg_temp.id('supplier', n / 2) end,
       case when n <= 20 then 'network' else 'goods' end, case when n <= 20 then 4 else 2 end,
       case when n <= 20 then 4 else 1 end, 'i' || n, date '2024-01-01',
       case when n <= 20 then date '2099-01-01' else date '2025-01-01' end,
       case when n <= 20 then 'rare' when n %% 2 = 0 then 'erp' end, pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.chain_scores (tenant_id, supplier_id, own_micro, score_micro, band, first_exposure, first_hops,
  first_path, as_of)
select pg_temp.id('tenant', 0), pg_temp.id('supplier', n), 9000000, 12000000, 'moderate', 0.5, 0.25,
       array[pg_temp.id('supplier', n + 1), pg_temp.id('supplier', n)], pg_temp.at(n)
  from generate_series(1, %(size)s / 2) n;
insert into app.chain_states (tenant_id, position, done, day, available_at, computed_at)
values (pg_temp.id('tenant', 0), 1, 1, date '2025-01-01', pg_temp.at(1), pg_temp.at(1));

insert into app.incidents (tenant_id, id, supplier_id, state, title, discovered_on, attack_kind,
  severity, reported_by, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('incident', n), pg_temp.id('supplier', n),
       case when n <= 20 then 'open' else 'closed' end, 'x', pg_temp.at(n)::date,
       case when n <= 20 then 'ransomware' end, case when n <= 20 then 'critical' else 'low' end, 'x',
       pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.overrides (tenant_id, id, supplier_id, state, band, despite_incident, reason, until,
  requested_by, requested_at)
select pg_temp.id('tenant', 0), pg_temp.id('override', n), pg_temp.id('supplier', n),
       case when n <= 20 then 'active' else 'ended' end, case when n <= 20 then 'low' else 'high' end,
       false, 'x', pg_temp.at(n)::date, 'x', pg_temp.at(n)
  from generate_series(1, %(size)s / 2) n;
insert into app.gate_policies (tenant_id, id, code, version, state, title, second_person, rules, published_at,
  created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('gate_policy', n), 'purchasing', n,
       case when n = 60 then 'published' else 'retired' end, '基準', true, '[]', pg_temp.at(n), pg_temp.at(n),
       pg_temp.at(n)
  from generate_series(1, 60) n;
insert into app.schemes (tenant_id, id, code, built_in, document, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('scheme', n), 'scs_' || n, true,
       jsonb_build_object('title_ja', '評価制度', 'areas', '[]'::jsonb, 'certificate_kind', 'scs_' || n, 'requirements', (
         select jsonb_agg(jsonb_build_object('id', r, 'area', 'a', 'title_ja', '要求', 'cover',
                  jsonb_build_array(jsonb_build_object('questionnaire_code', 'sheet-' || 1 + r %% 2, 'question', 'Q-' || r,
                    'cover', case when r %% 3 = 0 then 'part' else 'full' end))))
           from generate_series(1, 26) r)), '2024-01-01Z', '2024-01-01Z'
  from generate_series(3, 4) n;
insert into app.gate_states (tenant_id, supplier_id, revision, decisions, told_at)
select pg_temp.id('tenant', 0), pg_temp.id('supplier', n), 1, '{"order": "confirm"}', pg_temp.at(n)
  from generate_series(1, %(size)s / 2) n;
insert into app.releases (tenant_id, id, supplier_id, action, state, reason, until, covers, requested_by,
  requested_at)
select pg_temp.id('tenant', 0), pg_temp.id('release', n), pg_temp.id('supplier', n), 'order',
       case when n <= 20 then 'active' else 'ended' end, 'x', pg_temp.at(n)::date, '[]', 'x', pg_temp.at(n)
  from generate_series(1, %(size)s / 2) n;
insert into app.status_checks (tenant_id, id, supplier_id, action, as_of, decision, reasons, policy_code,
  policy_version, reference, asked_by, asked_at)
select pg_temp.id('tenant', 0), pg_temp.id('status_check', n), pg_temp.id('supplier', n), 'order',
       pg_temp.at(n)::date, 'allow', '[]', 'purchasing', 1,
       case when n <= 20 then 'rare' when n %% 2 = 0 then 'PO-' || n %% 40 end, 'x', pg_temp.at(n)
  from generate_series(1, %(size)s / 2) n;
insert into app.reviews (tenant_id, id, supplier_id, outcome, performed_on, performed_by,
  performed_at)
select pg_temp.id('tenant', 0), pg_temp.id('review', n), pg_temp.id('supplier', n),
       case when n <= 20 then 'reconsider' else 'continue' end, pg_temp.at(n)::date, 'x',
       pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.events (tenant_id, seq, id, type, body, prev_hash, hash, created_at)
select pg_temp.id('tenant', 0), n, pg_temp.id('event', n),
       case when n > %(size)s - 20 then 'review.due' else 'supplier.updated' end, '{}', '\x00', '\x00',
       pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.reminder_rules (tenant_id, id, kind, subject_type, enabled, offsets, business_days,
  recipient, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('rule', n), 'response_due', 'response', true, '{-7,0}', false,
       'contacts', pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, 2) n;
insert into app.reminders (tenant_id, id, rule_id, kind, subject_type, subject_id, subject_code,
  due_on, stage, supplier_id, title, recipient_email, contact_id, locale, blocker, state,
  available_at, batch_id, batch_size, created_at, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('reminder', n),
       pg_temp.id('rule', case when n <= 20 then 2 else 1 end),
       case when n <= 20 then 'plan_due' else 'response_due' end, 'response',
       pg_temp.id('response', n), '', pg_temp.at(n)::date, -7, pg_temp.id('supplier', n), 'x',
       'c' || n || '@example.co.jp', pg_temp.id('contact', n), 'ja',
       case when n <= 10 then 'no_recipient' end, case when n <= 20 then 'queued' else 'sent' end,
       pg_temp.at(n), pg_temp.id('reminder', n), 1, pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s) n;

insert into app.campaigns (tenant_id, id, name, questionnaire_id, due_on, locale, prefill,
  created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('campaign', n), '年次', pg_temp.id('questionnaire', 1),
       '2027-03-31', 'ja', false, pg_temp.at(n), 'x', pg_temp.at(n)
  from generate_series(1, 2) n;
insert into app.campaign_suppliers (tenant_id, campaign_id, supplier_id, response_id, own, added_at,
  supplier_created_at, requested_at)
select pg_temp.id('tenant', 0), pg_temp.id('campaign', 1), pg_temp.id('supplier', n),
       pg_temp.id('response', n), true, pg_temp.at(n), pg_temp.at(n), pg_temp.at(n)
  from generate_series(1, %(size)s, 100) n;
insert into app.links (tenant_id, id, response_id, token_hash, created_at, created_by, expires_at)
select pg_temp.id('tenant', 0), pg_temp.id('link', n), pg_temp.id('response', n),
       decode(lpad(to_hex(n), 64, '0'), 'hex'), pg_temp.at(n), 'x', '2027-03-31'
  from generate_series(1, %(size)s, 10) n;
insert into app.extension_requests (tenant_id, id, response_id, state, due_before, due_on, reason, requested_at,
  requested_by)
select pg_temp.id('tenant', 0), pg_temp.id('extension', n), pg_temp.id('response', n),
       case when n <= 100 then 'open' else 'approved' end, '2027-03-31', '2027-04-30', 'x', pg_temp.at(n), 'x'
  from generate_series(1, %(size)s, 5) n;
insert into app.cors_origins (tenant_id, origin)
select pg_temp.id('tenant', 0), 'https://app' || n || '.example.co.jp' from generate_series(1, 16) n;
insert into app.clients (tenant_id, id, name, scopes, active, created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('client', n), 'Client ' || n, '{suppliers:read}', true, pg_temp.at(n),
       'x', pg_temp.at(n)
  from generate_series(1, 200) n;
insert into app.client_assertions (tenant_id, client_id, token_hash, ends_at)
select pg_temp.id('tenant', 0), pg_temp.id('client', n), decode(lpad(to_hex(n), 64, '0'), 'hex'), pg_temp.at(n)
  from generate_series(1, 200) n;
insert into app.client_secrets (tenant_id, id, client_id, secret_hash, created_at, created_by)
select pg_temp.id('tenant', 0), pg_temp.id('secret', n), pg_temp.id('client', n),
       decode(lpad(to_hex(n), 64, '0'), 'hex'), pg_temp.at(n), 'x'
  from generate_series(1, 200) n;
insert into app.webhook_endpoints (tenant_id, id, url, format, active, scopes, created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('webhook', n), 'https://hooks.example.co.jp/' || n, 'standard', true,
       '{suppliers:read}', pg_temp.at(n), 'x', pg_temp.at(n)
  from generate_series(1, 50) n;
insert into app.import_profiles (tenant_id, id, code, name, columns, constants, created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('import profile', n), 'profile-' || n, 'x', '[]', '{}', pg_temp.at(n), 'x',
       pg_temp.at(n)
  from generate_series(1, 50) n;
insert into app.webhook_queues (tenant_id, endpoint_id, state, available_at, position)
select pg_temp.id('tenant', 0), pg_temp.id('webhook', n), 'queued', pg_temp.at(n), n
  from generate_series(1, 50) n;
insert into app.webhook_secrets (tenant_id, id, endpoint_id, secret, created_at, created_by)
select pg_temp.id('tenant', 0), pg_temp.id('webhook secret', n), pg_temp.id('webhook', n), sha256(''), pg_temp.at(n), 'x'
  from generate_series(1, 50) n;
insert into app.webhook_attempts (tenant_id, id, endpoint_id, message_id, seq, type, cause, outcome, status, duration_ms,
  attempted_at)
select pg_temp.id('tenant', 0), pg_temp.id('attempt', n), pg_temp.id('webhook', 1 + n %% 50), pg_temp.id('event', n), n,
       'supplier.created', 'feed', case when n <= 3 then 'gone' else 'delivered' end, 204, 10, pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.idempotency_keys (tenant_id, client, route, key, fingerprint, status, created_at)
select pg_temp.id('tenant', 0), 'x', 'x', n::text, 'x', 200, pg_temp.at(n)
  from generate_series(1, %(size)s, 10) n;

insert into app.evidence (tenant_id, id, supplier_id, name, media_type, bytes, sha256, state, expires_on,
  created_at, created_by, updated_at)
select pg_temp.id('tenant', 0), pg_temp.id('evidence', n), pg_temp.id('supplier', n), 'x.pdf', 'application/pdf', 100,
       sha256(n::text::bytea), 'clean', case when n %% 2 = 0 then date '2025-01-01' + n %% 3000 end, pg_temp.at(n), 'x',
       pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.response_evidence (tenant_id, response_id, evidence_id, codes, created_at)
select pg_temp.id('tenant', 0), pg_temp.id('response', n), pg_temp.id('evidence', n), '{"CYB-07": "2025-01-01T00:00:00Z"}',
       pg_temp.at(n)
  from generate_series(1, %(size)s) n;
insert into app.evidence_pieces (tenant_id, evidence_id, piece, bytes)
select pg_temp.id('tenant', 0), pg_temp.id('evidence', n), 0, 'x'
  from generate_series(1, %(size)s) n;

insert into app.jobs (tenant_id, id, kind, state, payload, available_at, created_at, created_by, updated_at,
  finished_at, expires_at)
select pg_temp.id('tenant', 0), pg_temp.id('job', n), case when n <= 500 then 'export' else 'import' end, 'done',
       '{}', pg_temp.at(n), pg_temp.at(n), 'x', pg_temp.at(n), pg_temp.at(n), pg_temp.at(n) + interval '7 days'
  from generate_series(1, 1000) n;
