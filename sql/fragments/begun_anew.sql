-- The job `j` is worked at with what a person who leaves may be named in.
(j.state = 'leased' and (j.kind = 'export' or j.payload ? 'cancelled'))
