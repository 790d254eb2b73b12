-- By what suppliers that may be one and the same are found: the name without its legal form, and the mail
-- domain of their people.

-- The first line of `search` is the folded name (kana are katakana there, letters small and half-width).
-- Legal forms stand in front or behind, in full or in brackets, of transfers as "カ)"; then all that only
-- separates goes.
alter table app.suppliers add column name_key text collate "C" generated always as (
  regexp_replace(regexp_replace(regexp_replace(split_part(search, E'\n', 1),
    '株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|\([株有同資名相]\)|^[カユド]\)|\([カユド]\)|\([カユド]$|'
      '(一般|公益)(社団|財団)法人|特定非営利活動法人|社会福祉法人|学校法人|医療法人(社団|財団)?|独立行政法人', '', 'g'),
    '([ ,.&]+(co|company|ltd|limited|inc|incorporated|corp|corporation|llc|llp|lp|plc|gmbh|ag|kg|ohg|ab|as|oy|'
      'nv|n\.v|bv|b\.v|sa|s\.a|sas|sarl|srl|spa|s\.p\.a|pte|pty|sdn|bhd|kk|k\.k|gk|g\.k|yk|y\.k))+[ .]*$', ''),
    '[ \t.,''"’”“‘&+/:;!?()\[\]{}<>*_・。、「」『』【】〔〕‐‑–—−\-]+', '', 'g')) stored;
create index suppliers_same_name on app.suppliers (tenant_id, name_key, id)
  where status = 'active' and name_key <> '';
create index suppliers_same_number on app.suppliers (tenant_id, corporate_number, id)
  where status = 'active' and corporate_number is not null;

alter table app.contacts add column mail_domain text collate "C" generated always as (
  lower(substring(email from '@([^@]+)$'))) stored;
create index contacts_domain on app.contacts (tenant_id, mail_domain, supplier_id)
  where mail_domain is not null;
