-- Whether whoever asks reaches response `r`: the asking side all, a respondent those of its supplier, and
-- the session of a link what the link leads to.
($supplier_scope::uuid is null or (r.supplier_id = $supplier_scope::uuid
      and ($reach::uuid[] is null or r.id = any ($reach::uuid[]))))
