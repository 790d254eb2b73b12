-- reminder_patience: the due list of a large tenant may take longer than other statements
-- W admin
set local statement_timeout = '4500ms'
