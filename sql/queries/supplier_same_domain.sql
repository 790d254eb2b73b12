-- supplier_same_domain: suppliers whose people have mail addresses of one domain; a look at 20 000 people
-- R tenant
-- $2 after (a domain) $3 limit (of the groups)
--   What everybody may have an address of is no sign, nor is what more than 20 suppliers use: a provider's.
with looked as materialized (
  select c.mail_domain as value, c.supplier_id as id, {{> own_domain of=c.mail_domain}} as is_sign
    from app.contacts c
   where c.tenant_id = $1::uuid and c.mail_domain > $2::text
   order by c.mail_domain, c.supplier_id
   limit 20000),
{{> duplicate_groups most=20}}
