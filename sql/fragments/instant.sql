-- An instant as JSON shows it; {{of}} is a timestamptz.
to_char({{of}} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
