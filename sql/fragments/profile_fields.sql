-- The fields of a supplier's profile, in the order they are shown in; the one list in SQL. The first
-- six are those of the first scoring model.
array['data_sensitivity', 'business_dependency', 'substitutability', 'supply_chain_stage',
         'remote_connection', 'network_connectivity', 'record_volume', 'access_level',
         'subcontracting']
