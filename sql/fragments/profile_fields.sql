-- The fields of a supplier's profile, in the order they are shown in; the one list in SQL.
array['data_sensitivity', 'business_dependency', 'substitutability', 'supply_chain_stage',
         'remote_connection', 'network_connectivity']
