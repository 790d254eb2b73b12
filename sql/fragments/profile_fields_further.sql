-- Fields of a profile that came later; a new one stands last.
'record_volume', 'access_level', 'subcontracting'
