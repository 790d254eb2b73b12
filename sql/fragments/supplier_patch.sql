-- Takes over the columns of supplier_patched, which `n` has.
name = n.name, name_kana = n.name_kana, corporate_number = n.corporate_number, country = n.country,
       kind = n.kind, website = n.website, addresses = n.addresses, services = n.services
