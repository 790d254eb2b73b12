-- A text as it is searched for; `plain.text` is the text. Folded are width and case (NFKC), what
-- shows nothing (variation selectors, joiners, soft hyphens), kana of both kinds, and old forms of
-- kanji that names are written with. For search only: nothing shown is ever folded.
-- translate compares each sign with each letter: asked of the few texts that have one of them.
-- OFFSET 0: else each mention of the text would make it again.
(select case when clear.text ~ ('[' || {{> old_letters}} || ']')
           then translate(clear.text, {{> old_letters}}, {{> new_letters}})
           else clear.text end
      from (select regexp_replace(lower(normalize(plain.text, NFKC)),
              '[\u00AD\u180B-\u180F\u200B-\u200D\u2060\uFE00-\uFE0F\uFEFF\U000E0100-\U000E01EF]', '', 'g')
                as text offset 0) clear)
