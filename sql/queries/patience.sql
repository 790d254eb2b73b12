-- patience: what reads a tenant may take longer than other statements
-- W admin
set local statement_timeout = '4500ms'
