-- A page of a list is read from an index in its own order, whatever the size of the tenant: without a
-- filter, and with one of those that an index begins with (`-- lead` in the statement's file).

-- Row-level security keeps an index on an array from being used, so tags are rows, too.
create table app.supplier_tags (
  tenant_id uuid not null references app.tenants (id),
  tag text not null,
  supplier_id uuid not null,
  primary key (tenant_id, tag, supplier_id),
  foreign key (tenant_id, supplier_id) references app.suppliers (tenant_id, id) on delete cascade);
create index supplier_tags_supplier on app.supplier_tags (tenant_id, supplier_id);
alter table app.supplier_tags enable row level security;
alter table app.supplier_tags force row level security;
create policy tenant on app.supplier_tags
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant select, insert, delete on app.supplier_tags to renkei_app;

-- Forced row-level security holds the owner, too: a statement over all tenants would find no row.
alter table app.suppliers no force row level security;
alter table app.supplier_tags no force row level security;
insert into app.supplier_tags (tenant_id, tag, supplier_id)
select distinct s.tenant_id, unnest(s.tags), s.id
  from app.suppliers s;
-- What 0007 was to fold and for that reason did not.
update app.suppliers s
   set search = translate(
         regexp_replace(lower(normalize(s.search, NFKC)),
           '[\u00AD\u180B-\u180F\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF\U000E0100-\U000E01EF]', '', 'g'),
         'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞ'
          'ただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼ'
          'ぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖゝゞ髙﨑'
          '嵜邊邉齋齊斉澤濱濵廣國櫻眞德惠榮黑彌龍壽瀨槇藏顯晉淸𠮷冨嶋嶌'
          '桒舘條豐與會學鐵驛龜兒鹽鷗籔薗渕渊栁舩濤圓團區號嚴埜增寬巖峯'
          '敎數樂橫步氣澁瀧燈獨產硏祿禮稻穗縣總聰舊莊萬藥衞觀讓邨釀銳鍊'
          '關靜髮鷄麥默齡',
         'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾ'
          'タダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボ'
          'ポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶヽヾ高崎'
          '崎辺辺斎斎斎沢浜浜広国桜真徳恵栄黒弥竜寿瀬槙蔵顕晋清吉富島島'
          '桑館条豊与会学鉄駅亀児塩鴎薮園淵淵柳船涛円団区号厳野増寛巌峰'
          '教数楽横歩気渋滝灯独産研禄礼稲穂県総聡旧荘万薬衛観譲村醸鋭錬'
          '関静髪鶏麦黙齢');
alter table app.supplier_tags force row level security;
alter table app.suppliers force row level security;

create index suppliers_owner on app.suppliers (tenant_id, owner, created_at, id)
  where owner is not null;
create index suppliers_corporate_number on app.suppliers
  (tenant_id, corporate_number, created_at, id) where corporate_number is not null;
create index suppliers_country on app.suppliers (tenant_id, country, created_at, id);
create index suppliers_kind on app.suppliers (tenant_id, kind, created_at, id);
create index suppliers_tier on app.suppliers (tenant_id, tier, created_at, id);
create index suppliers_band on app.suppliers (tenant_id, band, created_at, id)
  where band is not null;
create index suppliers_assessment on app.suppliers
  (tenant_id, assessment_status, created_at, id);
create index suppliers_data_sensitivity on app.suppliers
  (tenant_id, data_sensitivity, created_at, id) where data_sensitivity is not null;
create index suppliers_stage on app.suppliers (tenant_id, supply_chain_stage, created_at, id)
  where supply_chain_stage is not null;
alter table app.suppliers
  add column record_volume text generated always as (profile ->> 'record_volume') stored,
  add column access_level text generated always as (profile ->> 'access_level') stored,
  add column subcontracting text generated always as (profile ->> 'subcontracting') stored;
create index suppliers_record_volume on app.suppliers (tenant_id, record_volume, created_at, id)
  where record_volume is not null;
create index suppliers_access_level on app.suppliers (tenant_id, access_level, created_at, id)
  where access_level is not null;
create index suppliers_subcontracting on app.suppliers (tenant_id, subcontracting, created_at, id)
  where subcontracting is not null;
create index suppliers_status on app.suppliers (tenant_id, status, created_at, id);
create index suppliers_star on app.suppliers (tenant_id, recommended_star, created_at, id);
create index supplier_external_ids_number on app.supplier_external_ids (tenant_id, external_id);
drop index app.suppliers_review;
create index suppliers_review on app.suppliers (tenant_id, next_review_on, id)
  where next_review_on is not null and status = 'active';
create index suppliers_review_owner on app.suppliers (tenant_id, owner, next_review_on, id)
  where next_review_on is not null and status = 'active';
create index suppliers_review_tier on app.suppliers (tenant_id, tier, next_review_on, id)
  where next_review_on is not null and status = 'active';
create index suppliers_review_band on app.suppliers (tenant_id, band, next_review_on, id)
  where next_review_on is not null and status = 'active';

create index findings_supplier on app.findings (tenant_id, supplier_id, reduction_micro, id);
create index findings_response on app.findings (tenant_id, response_id, reduction_micro, id);
create index findings_code on app.findings (tenant_id, question_code, reduction_micro, id);
create index findings_questionnaire on app.findings
  (tenant_id, questionnaire_code, reduction_micro, id);
create index findings_kind on app.findings (tenant_id, kind, reduction_micro, id);
create index findings_state on app.findings (tenant_id, state, reduction_micro, id);
create index findings_regression on app.findings (tenant_id, regression, reduction_micro, id);
create index findings_provisional on app.findings (tenant_id, provisional, reduction_micro, id);

drop index app.responses_supplier;
create index responses_supplier on app.responses (tenant_id, supplier_id, requested_at, id);
create index responses_questionnaire on app.responses
  (tenant_id, questionnaire_id, requested_at, id);
create index responses_state on app.responses (tenant_id, state, requested_at, id);
create index responses_day on app.responses (tenant_id, due_on, requested_at, id);

create index risk_scores_model on app.risk_scores (tenant_id, model_version, created_at, id);
create index risk_scores_band on app.risk_scores (tenant_id, band, created_at, id);
create index risk_scores_tier on app.risk_scores (tenant_id, tier, created_at, id);
create index risk_scores_cause on app.risk_scores (tenant_id, cause, created_at, id);

create index certificates_supplier on app.certificates (tenant_id, supplier_id,
  (case when expires_on is null then '9999-12-31'::date else expires_on end), id);
create index certificates_kind on app.certificates (tenant_id, kind,
  (case when expires_on is null then '9999-12-31'::date else expires_on end), id);
create index certificates_incomplete on app.certificates (tenant_id,
  (case when expires_on is null then '9999-12-31'::date else expires_on end), id)
  where number is null
     or (expires_on is null and kind not in ('security_action_1', 'security_action_2'));

create index measures_supplier_due on app.measures (tenant_id, supplier_id,
  (case when due_on is null then '9999-12-31'::date else due_on end), id);
create index measures_assignee on app.measures (tenant_id, assignee,
  (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where assignee is not null;
create index measures_state on app.measures (tenant_id, state,
  (case when due_on is null then '9999-12-31'::date else due_on end), id);
create index measures_side on app.measures (tenant_id, side,
  (case when due_on is null then '9999-12-31'::date else due_on end), id);
create index measures_source on app.measures (tenant_id, source,
  (case when due_on is null then '9999-12-31'::date else due_on end), id);
create index measures_in_hand on app.measures (tenant_id,
  (case when due_on is null then '9999-12-31'::date else due_on end), id)
  where state in ('planned', 'in_progress');

create index incidents_of on app.incidents (tenant_id, supplier_id, discovered_on, id);
create index incidents_attack on app.incidents (tenant_id, attack_kind, discovered_on, id)
  where attack_kind is not null;
create index incidents_severity on app.incidents (tenant_id, severity, discovered_on, id);
create index incidents_state on app.incidents (tenant_id, state, discovered_on, id);

create index reviews_of on app.reviews (tenant_id, supplier_id, performed_at, id);
create index reviews_outcome on app.reviews (tenant_id, outcome, performed_at, id);
create index reviews_day on app.reviews (tenant_id, performed_on);

create index overrides_supplier on app.overrides (tenant_id, supplier_id, requested_at, id);
create index overrides_state on app.overrides (tenant_id, state, requested_at, id);
create index overrides_day on app.overrides (tenant_id, until);
create index overrides_band on app.overrides (tenant_id, band, requested_at, id);

drop index app.reminders_supplier;
create index reminders_supplier on app.reminders (tenant_id, supplier_id, created_at, id);
create index reminders_subject on app.reminders (tenant_id, subject_id, created_at, id);
create index reminders_rule on app.reminders (tenant_id, rule_id, created_at, id);
create index reminders_kind on app.reminders (tenant_id, kind, created_at, id);
create index reminders_state on app.reminders (tenant_id, state, created_at, id);

create index events_type on app.events (tenant_id, type, seq);
