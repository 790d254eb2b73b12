-- What the supplier is for the buyer, as the scorer reads it; `s` is app.suppliers.
json_build_object('data_sensitivity', s.data_sensitivity,
         'business_dependency', s.business_dependency, 'substitutability', s.substitutability,
         'supply_chain_stage', s.supply_chain_stage, 'remote_connection', s.remote_connection,
         'network_connectivity', s.network_connectivity)
