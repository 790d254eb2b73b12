-- Whether one of the texts {{of}} names the person; {{by}}: of a supplier whose contact they were.
-- A cluster takes no function that is merely stable of a column in an UPDATE, which concat_ws is.
exists (select from unnest(array[{{of}}]) named (text)
         where {{> text_names_person of=named.text}})
