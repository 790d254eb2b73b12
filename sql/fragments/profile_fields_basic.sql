-- Fields of a profile: those of the first scoring model.
'data_sensitivity', 'business_dependency', 'substitutability', 'supply_chain_stage',
         'remote_connection', 'network_connectivity'
