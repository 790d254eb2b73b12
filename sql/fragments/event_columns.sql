-- What the feed reads of an event `e`, and up to where the feed of the counter `c` reaches.
c.value as last_seq, e.seq, e.body, e.personal, e.erased_by,
       encode(e.prev_hash, 'hex') as prev_hash, encode(e.hash, 'hex') as hash
