-- Whether whoever asks reaches measure `m`; of respondents those of their side alone.
($supplier_scope::uuid is null or (m.supplier_id = $supplier_scope::uuid and m.side = 'supplier'
      and ($reach::uuid[] is null or {{> measure_of_reach}})))
