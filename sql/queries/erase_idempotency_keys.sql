-- erase_idempotency_keys: kept replies that name the person go; that the requests were done stays
-- W tenant
-- $2 after $3 find $4 find_wide $5 name $6 client
with page as (
  select k.created_at as id, k.client, k.route, k.key, octet_length(k.body) as octets,
         {{> text_names_person of=k.body by=true}} or k.client ~* $client::text as is_theirs
    from app.idempotency_keys k
   where k.tenant_id = $1::uuid and k.status is not null
     and k.created_at > case when $after::timestamptz is null then '-infinity'
                              else $after::timestamptz end
   order by k.created_at
   limit 200),
changed as (
  update app.idempotency_keys k
     set body = null,
         fingerprint = '',
         is_gone = true,
         client = regexp_replace(k.client, $client::text, '\1' || $name::text, 'i')
    from page p
   where k.tenant_id = $1::uuid and k.client = p.client and k.route = p.route and k.key = p.key
     and p.is_theirs
  returning k.key)
select (select count(*) from page) = 200 as more, (select count(*) from changed) as changed,
       (select p.id from page p order by p.id desc limit 1) as last,
       (select sum(p.octets) from page p where p.is_theirs) as octets
